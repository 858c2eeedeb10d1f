package push

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"liancha/push/fake"
)

const mailPassword = "hunter2-授权码"

// mailerFor gives a mailer for a fake server.
func mailerFor(t *testing.T, s *fake.MailServer, change func(*MailServer)) *Mailer {
	t.Helper()
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	m := MailServer{Host: "127.0.0.1", Port: s.Port(), TLS: TLSNone, From: "联合检查办公室 <lianhe@example.gov.cn>", Timeout: 5 * time.Second, Roots: s.Roots()}
	if change != nil {
		change(&m)
	}
	mailer, err := NewMailer(m)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(mailer.Close)
	return mailer
}

func login(m *MailServer) { m.Username, m.Password = "lianhe", NewSecret(mailPassword) }

func letter(department string) *Letter { return Letters(outcome())[department] }

// sent is a mail taken apart.
type sent struct {
	header  netmail.Header
	subject string
	body    string
	file    string // by the standard's name
	old     string // by the name old programs read
	content string
}

func takenApart(t *testing.T, data string) sent {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	s := sent{header: m.Header}
	words := new(mime.WordDecoder)
	if s.subject, err = words.DecodeHeader(m.Header.Get("Subject")); err != nil {
		t.Fatal(err)
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	r := multipart.NewReader(m.Body, params["boundary"])
	for {
		p, err := r.NextPart()
		if err == io.EOF {
			return s
		}
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, p))
		if err != nil {
			t.Fatal(err)
		}
		disposition := p.Header.Get("Content-Disposition")
		if disposition == "" {
			s.body = string(content)
			continue
		}
		s.content, s.file = string(content), p.FileName()
		old, _, _ := strings.Cut(strings.SplitN(disposition, `filename="`, 2)[1], `"`)
		if s.old, err = words.DecodeHeader(old); err != nil {
			t.Fatal(err)
		}
	}
}

// A mail is what a clerk can read: who it is from, what it is, a file with its
// Chinese name, whatever their program knows of names.
func TestMail(t *testing.T) {
	server := &fake.MailServer{}
	m := mailerFor(t, server, nil)
	b := newBox(t)
	name := "江宁区东山街道安全生产监督管理和应急管理办公室（综合执法）.xlsx"
	book := strings.Repeat("任务书\r\n.\r\n", 500)
	steps := b.run(t, 1, []Delivery{m.Deliver(letter("甲局"), "zhihui@Example.gov.cn", name, []byte(book))})
	if steps[0].Status != Done {
		t.Fatalf("%+v", steps[0].Failure)
	}
	b.clock.Sleep(48 * time.Hour)
	b.run(t, 1, []Delivery{m.Deliver(letter("甲局"), "zhihui@example.GOV.cn", name, []byte("新的任务书"))})
	mails := server.Mails()
	if len(mails) != 2 || mails[0].From != "lianhe@example.gov.cn" || !strings.EqualFold(mails[0].To, "zhihui@example.gov.cn") {
		t.Fatalf("%+v", mails)
	}
	var all strings.Builder
	for i, x := range mails {
		s := takenApart(t, x.Data)
		if s.file != name || s.old != name || s.content != []string{book, "新的任务书"}[i] {
			t.Errorf("file %q, %q, %d bytes", s.file, s.old, len(s.content))
		}
		from, err := s.header.AddressList("From")
		if err != nil || from[0].Name != "联合检查办公室" {
			t.Errorf("from %v, %v", from, err)
		}
		fmt.Fprintf(&all, "Date: %s\nMessage-ID: %s\nSubject: %s\n\n%s\n", s.header.Get("Date"), s.header.Get("Message-Id"), s.subject, s.body)
		expectSilence(t, "a mail", s.subject+s.body)
		if s.header.Get("User-Agent") != "" || s.header.Get("X-Mailer") != "" {
			t.Error("the mail says which library wrote it")
		}
		for line := range strings.Lines(x.Data) {
			if len(line) > 998 {
				t.Errorf("a line of %d bytes", len(line))
			}
			for _, r := range line {
				if r > 126 {
					t.Fatalf("not ASCII: %q", line)
				}
			}
		}
	}
	golden(t, "mails.txt", all.String())
	expectSilence(t, "the ledger", string(b.ledger.Bytes()), "zhihui")
}

// The same mail has the same number, so that what a broken connection made
// arrive twice can be told.
func TestMailNumber(t *testing.T) {
	server := &fake.MailServer{}
	m := mailerFor(t, server, nil)
	for _, content := range []string{"一", "一", "二"} {
		newBox(t).run(t, 1, []Delivery{m.Deliver(letter("甲局"), "a@b.cn", "甲局.xlsx", []byte(content))})
	}
	var ids []string
	for _, x := range server.Mails() {
		ids = append(ids, takenApart(t, x.Data).header.Get("Message-Id"))
	}
	if len(ids) != 3 || ids[0] != ids[1] || ids[1] == ids[2] || !strings.HasSuffix(ids[0], "@example.gov.cn>") {
		t.Error(ids)
	}
}

// One connection takes many mails; a server that closes it gets another.
func TestMailConnections(t *testing.T) {
	for _, c := range []struct {
		perConn, connections int
		atMail               bool
	}{{0, 1, false}, {4, 3, false}, {4, 3, true}} {
		server := &fake.MailServer{PerConn: c.perConn, AtMail: c.atMail}
		m := mailerFor(t, server, nil)
		var ds []Delivery
		for i := range 12 {
			ds = append(ds, m.Deliver(letter("甲局"), fmt.Sprintf("a%d@b.cn", i), "甲局.xlsx", []byte("一")))
		}
		for _, s := range newBox(t).run(t, 1, ds) {
			if s.Status != Done {
				t.Errorf("%d a connection: %+v", c.perConn, s.Failure)
			}
		}
		if len(server.Mails()) != 12 || server.Connections() != c.connections {
			t.Errorf("%d a connection: %d mails over %d connections", c.perConn, len(server.Mails()), server.Connections())
		}
	}
}

// Of several recipients each has their own fate.
func TestMailRecipients(t *testing.T) {
	tries := map[string]int{}
	server := &fake.MailServer{Refuse: func(to string) string {
		tries[to]++
		switch {
		case strings.HasPrefix(to, "nobody"):
			return "550 5.1.1 <" + to + "> 没有这个人 " + mailPassword
		case strings.HasPrefix(to, "full"):
			return "452 4.2.2 " + to + " mailbox full"
		case strings.HasPrefix(to, "grey") && tries[to] == 1:
			return "451 4.7.1 come back later"
		}
		return ""
	}}
	m := mailerFor(t, server, nil)
	b := newBox(t)
	var ds []Delivery
	for _, to := range []string{"good@b.cn", "nobody@b.cn", "full@b.cn", "grey@b.cn", "last@b.cn"} {
		ds = append(ds, m.Deliver(letter("甲局"), to, "甲局.xlsx", []byte("一")))
	}
	steps := b.run(t, 3, ds)
	for i, want := range []struct {
		status Status
		tries  int
		reason string
	}{{Done, 1, ""}, {Undone, 1, "没有这个收件人，或对方不收（550）"}, {Undone, 3, "暂时不收这个收件人的信（452）"}, {Done, 2, ""}, {Done, 1, ""}} {
		s := steps[i]
		if s.Status != want.status || s.Tries != want.tries || want.reason != "" && !strings.Contains(s.Failure.Reason, want.reason) {
			t.Errorf("%d: %s after %d tries, %+v", i, s.Status, s.Tries, s.Failure)
		}
	}
	if server.Connections() != 1 {
		t.Errorf("%d connections: a refused recipient is no reason for another", server.Connections())
	}
	expectSilence(t, "the ledger", string(b.ledger.Bytes()), "nobody", mailPassword, "mailbox")
	// Those who have theirs get no second one because of the others.
	b.run(t, 1, ds)
	count := map[string]int{}
	for _, x := range server.Mails() {
		count[x.To]++
	}
	if count["good@b.cn"] != 1 || count["grey@b.cn"] != 1 || count["last@b.cn"] != 1 || len(count) != 3 {
		t.Error(count)
	}
}

// What happens to the content of a mail, and the connection with it.
func TestMailContent(t *testing.T) {
	for _, c := range []struct {
		answers []string
		want    string
		tries   int
	}{
		{[]string{"drop"}, "", 2}, {[]string{"451 4.3.0 try later"}, "", 2}, {[]string{"421 4.3.2 going down"}, "", 2},
		{[]string{"554 5.7.1 spam"}, "不收这封信（554）", 1}, {[]string{"552 5.3.4 too big"}, "附件太大", 1},
		{[]string{"drop", "drop", "drop"}, "连接断开", 3},
	} {
		server := &fake.MailServer{AtData: func(n int) string {
			if n <= len(c.answers) {
				return c.answers[n-1]
			}
			return ""
		}}
		m := mailerFor(t, server, nil)
		s := newBox(t).run(t, 3, []Delivery{m.Deliver(letter("甲局"), "a@b.cn", "甲局.xlsx", []byte("一"))})[0]
		if c.want == "" && (s.Status != Done || len(server.Mails()) != 1) || c.want != "" && (s.Status != Undone || !strings.Contains(s.Failure.Reason, c.want)) || s.Tries != c.tries {
			t.Errorf("%v: %s after %d, %+v", c.answers, s.Status, s.Tries, s.Failure)
		}
	}
}

// A mail refused halfway is not in the next one's way.
func TestMailRefusedHalfway(t *testing.T) {
	server := &fake.MailServer{NoData: "554 5.5.1 not now"}
	m := mailerFor(t, server, nil)
	steps := newBox(t).run(t, 1, []Delivery{m.Deliver(letter("甲局"), "a@b.cn", "甲局.xlsx", []byte("一")), m.Deliver(letter("甲局"), "b@b.cn", "甲局.xlsx", []byte("一"))})
	if steps[0].Status != Undone || steps[1].Status != Done {
		t.Errorf("%+v, %+v", steps[0].Failure, steps[1].Failure)
	}
}

// An answer that comes too late is not taken for the answer to what came after.
func TestMailLateAnswer(t *testing.T) {
	server := &fake.MailServer{
		AtData: func(n int) string {
			if n == 1 {
				time.Sleep(800 * time.Millisecond)
			}
			return ""
		},
		Refuse: func(to string) string {
			if strings.HasPrefix(to, "nobody") {
				return "550 no such user"
			}
			return ""
		},
	}
	m := mailerFor(t, server, func(m *MailServer) { m.Timeout = 500 * time.Millisecond })
	steps := newBox(t).run(t, 1, []Delivery{m.Deliver(letter("甲局"), "slow@b.cn", "甲局.xlsx", []byte("一")), m.Deliver(letter("甲局"), "nobody@b.cn", "甲局.xlsx", []byte("一")),
		m.Deliver(letter("甲局"), "good@b.cn", "甲局.xlsx", []byte("一"))})
	if steps[0].Status != Undone || steps[1].Status != Undone || !strings.Contains(steps[1].Failure.Reason, "没有这个收件人") || steps[2].Status != Done {
		t.Errorf("%+v", steps)
	}
}

// How a connection is protected is kept to: a password goes over none that is
// not, unless that was asked for.
func TestMailTLS(t *testing.T) {
	for _, c := range []struct {
		name   string
		server *fake.MailServer
		change func(*MailServer)
		want   string // "" arrives
		clear  bool
	}{
		{"implicit", &fake.MailServer{Implicit: true, Login: "lianhe:" + mailPassword}, func(m *MailServer) { m.TLS = TLSImplicit; login(m) }, "", false},
		{"starttls", &fake.MailServer{StartTLS: true, Login: "lianhe:" + mailPassword}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "", false},
		{"LOGIN only", &fake.MailServer{StartTLS: true, Login: "lianhe:" + mailPassword, Auth: "LOGIN"}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "", false},
		{"none, as asked", &fake.MailServer{Login: "lianhe:" + mailPassword}, login, "", true},
		{"none, LOGIN only", &fake.MailServer{Login: "lianhe:" + mailPassword, Auth: "LOGIN"}, login, "", true},
		{"starttls not offered", &fake.MailServer{Login: "lianhe:" + mailPassword}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "不能转为加密", false},
		{"implicit to a plain port", &fake.MailServer{}, func(m *MailServer) { m.TLS = TLSImplicit }, "没有加密", false},
		{"distrusted", &fake.MailServer{Implicit: true}, func(m *MailServer) { m.TLS, m.Roots = TLSImplicit, nil }, "证书不可信", false},
		{"distrusted starttls", &fake.MailServer{StartTLS: true}, func(m *MailServer) { m.TLS, m.Roots = TLSStart, nil }, "证书不可信", false},
		{"wrong password", &fake.MailServer{StartTLS: true, Login: "lianhe:other"}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "登录邮件服务器没有成功（535）", false},
		{"login wanted", &fake.MailServer{StartTLS: true, Login: "x:y"}, func(m *MailServer) { m.TLS = TLSStart }, "不接受这个发件人（530）", false},
		{"no login offered", &fake.MailServer{StartTLS: true}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "没有能用的登录方式", false},
		{"unknown way of login", &fake.MailServer{StartTLS: true, Login: "x:y", Auth: "GSSAPI"}, func(m *MailServer) { m.TLS = TLSStart; login(m) }, "没有能用的登录方式", false},
	} {
		m := mailerFor(t, c.server, c.change)
		b := newBox(t)
		steps := b.run(t, 3, []Delivery{m.Deliver(letter("甲局"), "a@b.cn", "甲局.xlsx", []byte("一")), m.Deliver(letter("乙局"), "c@b.cn", "乙局.xlsx", []byte("二"))})
		for _, s := range steps {
			if c.want == "" && s.Status != Done || c.want != "" && (s.Status != Undone || !strings.Contains(s.Failure.Reason, c.want) || s.Failure.Hint == "" || s.Tries != 1) {
				t.Errorf("%s: %s after %d, %+v", c.name, s.Status, s.Tries, s.Failure)
			}
		}
		if c.want != "" && c.server.Connections() > 1 {
			t.Errorf("%s: asked %d times what will not change", c.name, c.server.Connections())
		}
		if c.server.Clear() != c.clear {
			t.Errorf("%s: a password in the clear: %v", c.name, c.server.Clear())
		}
		expectSilence(t, c.name, string(b.ledger.Bytes())+fmt.Sprint(steps[0].Failure), mailPassword, base64.StdEncoding.EncodeToString([]byte(mailPassword)))
	}
}

// A server that is not there, or says nothing, is waited for as often as asked
// and by all its mails together.
func TestMailServerDown(t *testing.T) {
	gone := &fake.MailServer{}
	m := mailerFor(t, gone, nil)
	gone.Close()
	b := newBox(t)
	var ds []Delivery
	for i := range 40 {
		ds = append(ds, m.Deliver(letter("甲局"), fmt.Sprintf("a%d@b.cn", i), "甲局.xlsx", []byte("一")))
	}
	for _, s := range b.run(t, 4, ds) {
		if s.Status != Undone || !strings.Contains(s.Failure.Reason, "没有开着") || s.Tries != 4 {
			t.Fatalf("%s after %d, %+v", s.Status, s.Tries, s.Failure)
		}
	}
	if len(b.clock.waited) != 3 {
		t.Errorf("waited %v", b.clock.waited)
	}
}

// A server that does not let anyone in for the moment is asked again, one that
// never will is not.
func TestMailGreeting(t *testing.T) {
	for _, c := range []struct {
		greeting string
		status   Status
		tries    int
		want     string
	}{{"421 4.3.2 busy", Done, 2, ""}, {"450 come back", Done, 2, ""}, {"554 5.7.1 go away", Undone, 1, "不接受连接（554）"}} {
		server := &fake.MailServer{Greet: []string{c.greeting}}
		m := mailerFor(t, server, nil)
		s := newBox(t).run(t, 3, []Delivery{m.Deliver(letter("甲局"), "a@b.cn", "甲局.xlsx", []byte("一"))})[0]
		if s.Status != c.status || s.Tries != c.tries || c.want != "" && !strings.Contains(s.Failure.Reason, c.want) {
			t.Errorf("%s: %s after %d, %+v", c.greeting, s.Status, s.Tries, s.Failure)
		}
	}
}

// Nothing in a department's name or a file's gets into the head of a mail.
func TestMailHeadIsOurs(t *testing.T) {
	server := &fake.MailServer{}
	m := mailerFor(t, server, nil)
	l := &Letter{Department: "甲局\r\nBcc: spy@b.cn\r\n\r\n正文", Period: outcome().Period}
	s := newBox(t).run(t, 1, []Delivery{m.Deliver(l, "a@b.cn", "甲\"局\r\nX-Evil: 1\r\n.xlsx", []byte("一"))})[0]
	if s.Status != Done {
		t.Fatalf("%+v", s.Failure)
	}
	x := takenApart(t, server.Mails()[0].Data)
	if x.header.Get("Bcc") != "" || x.content != "一" {
		t.Errorf("%+v", x)
	}
	for line := range strings.Lines(server.Mails()[0].Data) {
		if name, _, _ := strings.Cut(line, ":"); textproto.CanonicalMIMEHeaderKey(name) == "X-Evil" {
			t.Error("a line of the head has come in by a file's name")
		}
	}
}
