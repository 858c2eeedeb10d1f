package push

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"mime"
	netmail "net/mail"
	"net/textproto"
	"net/url"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
)

// Every recipient gets a mail of their own: one bad address keeps nobody else's
// from arriving, and who has theirs need not get it again. All go through one
// connection.

// How a connection to a mail server is protected, by the names the settings have
// for it.
const (
	TLSImplicit = "implicit" // from the first byte
	TLSStart    = "starttls" // before anything that matters; never without
	TLSNone     = "none"     // not at all
)

// TLSModes are all of them.
var TLSModes = []string{TLSImplicit, TLSStart, TLSNone}

// usualPort is the port of each, unless another is named.
var usualPort = map[string]int{TLSImplicit: 465, TLSStart: 587, TLSNone: 25}

// MailServer is a server that takes mail.
type MailServer struct {
	Host     string
	Port     int // 0: the usual one of TLS
	TLS      string
	From     string // an address, with a name or without
	Username string // empty: no login
	Password Secret
	Timeout  time.Duration  // for one mail
	Roots    *x509.CertPool // nil: the system's
}

// Mailer sends mail through one server.
type Mailer struct {
	server MailServer
	from   *netmail.Address
	client *mail.Client // nil while there is no connection
}

// NewMailer readies a server for sending. It does not connect.
func NewMailer(s MailServer) (*Mailer, error) {
	from, err := netmail.ParseAddress(s.From)
	if err != nil {
		return nil, errors.New("发件人不是邮箱地址")
	}
	if s.Port == 0 {
		s.Port = usualPort[s.TLS]
	}
	return &Mailer{server: s, from: from}, nil
}

// Deliver brings a file to a recipient of a department.
func (m *Mailer) Deliver(l *Letter, to, name string, content []byte) Delivery {
	key := keyOf(Mail, foldedAddress(to))
	d := Delivery{Department: l.Department, Way: Mail, Target: masked(to), File: name, SHA256: digest(content), key: key,
		lane: fmt.Sprintf("mail %s:%d", m.server.Host, m.server.Port)}
	d.carry = func(ctx context.Context, t trip) (string, *Failure) {
		message, err := m.message(l, to, name, content, t)
		if err != nil {
			return "", &Failure{Reason: "收件人的地址不能用", Hint: "核对设置里的地址"}
		}
		// The same mail has the same number whenever it is sent, so that one sent
		// again after a connection broke can be told from another.
		message.SetMessageIDWithValue(digest([]byte(key), []byte(l.Department), content)[:32] + "@" + m.from.Address[strings.LastIndex(m.from.Address, "@")+1:])
		return "", m.send(ctx, message)
	}
	return d
}

// foldedAddress is an address as it is compared: capital and small letters of
// its server are the same.
func foldedAddress(a string) string {
	i := strings.LastIndex(a, "@")
	return a[:i+1] + strings.ToLower(a[i+1:])
}

// masked is an address as anyone may read it.
func masked(a string) string {
	i := strings.LastIndex(a, "@")
	if i < 1 {
		return "…"
	}
	name := []rune(a[:i])
	if len(name) < 3 {
		return string(name[0]) + "…" + a[i:]
	}
	return string(name[0]) + "…" + string(name[len(name)-1]) + a[i:]
}

// message writes the mail.
func (m *Mailer) message(l *Letter, to, name string, content []byte, t trip) (*mail.Msg, error) {
	message := mail.NewMsg(mail.WithEncoding(mail.EncodingB64), mail.WithNoDefaultUserAgent(), mail.WithBoundary("liancha-"+digest(content)[:40]))
	message.FromMailAddress(m.from)
	if err := message.To(to); err != nil {
		return nil, err
	}
	message.Subject(l.subject(t.before))
	message.SetDateWithValue(t.at)
	message.SetBodyString(mail.TypeTextPlain, l.body(name, t.before))
	err := message.AttachReader(name, strings.NewReader(string(content)), attached(name))
	return message, err
}

// attached names a file for all programs: those that read RFC 2231, and those
// that only know RFC 2047 where no standard puts it.
func attached(name string) mail.FileOption {
	const kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	return func(f *mail.File) {
		word := mime.BEncoding.Encode("UTF-8", strings.NewReplacer(`"`, "", "\r", "", "\n", "").Replace(name))
		if strings.Contains(word, " ") { // a long name takes several words
			word = strings.ReplaceAll(word, " ", "\r\n ")
		}
		extended := "UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
		f.Header.Set("Content-Type", fmt.Sprintf("%s;\r\n name=\"%s\"", kind, word))
		f.Header.Set("Content-Disposition", fmt.Sprintf("attachment;\r\n filename=\"%s\";\r\n filename*=%s", word, extended))
	}
}

// send sends a mail over the connection there is, or a new one where there is
// none or it has been closed since.
func (m *Mailer) send(ctx context.Context, message *mail.Msg) *Failure {
	fresh := m.client == nil
	if fresh {
		if f := m.dial(ctx); f != nil {
			return f
		}
	}
	err := m.client.Send(message)
	if message.IsDelivered() {
		if err != nil { // what came after it was taken
			m.Close()
		}
		return nil
	}
	var said *mail.SendError
	if errors.As(err, &said) && !fresh && (said.Reason == mail.ErrConnCheck || said.ErrorCode() == shuttingDown) {
		m.Close() // servers close a connection after so many mails, or so long
		return m.send(ctx, message)
	}
	f := m.refused(said)
	if f.lane || said == nil || said.ErrorCode() == 0 || said.ErrorCode() == shuttingDown || said.Reason != mail.ErrSMTPRcptTo {
		m.Close() // nobody knows what the server now waits for
	}
	return f
}

// shuttingDown is what a server says before it closes a connection (RFC 5321,
// section 3.8).
const shuttingDown = 421

// refused words why a server has not taken a mail.
func (m *Mailer) refused(said *mail.SendError) *Failure {
	if said == nil || said.ErrorCode() == 0 {
		return &Failure{Reason: "发送时连接断开，或对方没有在限定的时间内回答", Hint: "检查网络，过一会儿再运行一次", later: true}
	}
	code := said.ErrorCode()
	numbered := func(words string) string { return fmt.Sprintf("%s（%d）", words, code) }
	f := &Failure{later: code < 500}
	switch {
	case code == shuttingDown:
		f.Reason, f.Hint, f.lane = numbered("邮件服务器要求稍后再发"), "过一会儿再运行一次", true
	case said.Reason == mail.ErrSMTPRcptTo && f.later:
		f.Reason, f.Hint = numbered("对方暂时不收这个收件人的信"), "过一会儿再运行一次"
	case said.Reason == mail.ErrSMTPRcptTo:
		f.Reason, f.Hint = numbered("没有这个收件人，或对方不收"), "核对设置里的地址"
	case said.Reason == mail.ErrSMTPMailFrom && !f.later:
		f.Reason, f.Hint, f.lane = numbered("邮件服务器不接受这个发件人"), "from 要与登录的邮箱一致；要求登录的写 username 和密码", true
	case code == 552 || code == 523:
		f.Reason, f.Hint = numbered("附件太大，或对方的邮箱已满"), "改用文件夹，或请收件人清理邮箱"
	case f.later:
		f.Reason, f.Hint = numbered("邮件服务器暂时不收"), "过一会儿再运行一次"
	default:
		f.Reason, f.Hint = numbered("邮件服务器不收这封信"), "可能当成了垃圾邮件或不许带附件，请与邮件管理员联系"
	}
	return f
}

// dial connects and logs in.
func (m *Mailer) dial(ctx context.Context) *Failure {
	s := m.server
	options := []mail.Option{mail.WithPort(s.Port), mail.WithTimeout(s.Timeout), mail.WithHELO(m.helo()),
		mail.WithTLSConfig(&tls.Config{ServerName: s.Host, MinVersion: tls.VersionTLS12, RootCAs: s.Roots})}
	switch s.TLS {
	case TLSImplicit:
		options = append(options, mail.WithSSL())
	case TLSStart:
		options = append(options, mail.WithTLSPolicy(mail.TLSMandatory))
	default:
		options = append(options, mail.WithTLSPolicy(mail.NoTLS))
	}
	if s.Username != "" {
		ways := []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthCramMD5, mail.SMTPAuthPlain, mail.SMTPAuthLogin}
		if s.TLS == TLSNone { // whoever wants no protection has said so
			ways = []mail.SMTPAuthType{mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthCramMD5, mail.SMTPAuthPlainNoEnc, mail.SMTPAuthLoginNoEnc}
		}
		options = append(options, mail.WithOpportunisticSMTPAuth(ways...), mail.WithUsername(s.Username), mail.WithPassword(s.Password.text()))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		return &Failure{Reason: "邮件服务器的设置不对", Hint: "核对 push.smtp 里的各项", lane: true}
	}
	if err := client.DialWithContext(ctx); err != nil {
		return m.unreached(err)
	}
	m.client = client
	return nil
}

// helo is how the machine calls itself: by the sender's domain, a full name that
// servers accept. Its own name is nobody's business, and may not be ASCII.
func (m *Mailer) helo() string {
	domain := m.from.Address[strings.LastIndex(m.from.Address, "@")+1:]
	if strings.ContainsFunc(domain, func(r rune) bool { return r > 126 }) {
		return "localhost"
	}
	return domain
}

// unreached words why there is no connection to a mail server, or no login.
func (m *Mailer) unreached(err error) *Failure {
	var reply *textproto.Error
	switch {
	case strings.Contains(err.Error(), "does not support STARTTLS"):
		return &Failure{Reason: "邮件服务器不能转为加密", Hint: "多数邮箱用 tls: implicit、465 端口；内网确实没有加密的写 tls: none", lane: true}
	case errors.Is(err, mail.ErrNoSupportedAuthDiscovered), strings.Contains(err.Error(), "does not support SMTP AUTH"):
		return &Failure{Reason: "邮件服务器没有能用的登录方式", Hint: "不要求登录的删去 username 和密码；要求先加密的改 tls", lane: true}
	case errors.As(err, &reply) && reply.Code >= 530 && reply.Code <= 538:
		return &Failure{Reason: fmt.Sprintf("登录邮件服务器没有成功（%d）", reply.Code), Hint: "核对用户名和密码；很多邮箱要用单独的授权码，不是登录密码", lane: true}
	case errors.As(err, &reply) && reply.Code >= 500: // some refuse a login by 550 and the like
		return &Failure{Reason: fmt.Sprintf("邮件服务器不让登录，或不接受连接（%d）", reply.Code), Hint: "在邮箱的网页里开通 SMTP、取得授权码，核对用户名和密码；或与邮件管理员联系", lane: true}
	case errors.As(err, &reply):
		return &Failure{Reason: fmt.Sprintf("邮件服务器暂时不接受连接（%d）", reply.Code), Hint: "过一会儿再运行一次，或与邮件管理员联系", later: true, lane: true}
	}
	f := networkFailure(err)
	if m.server.TLS == TLSImplicit && f.Reason == "对方的端口没有加密" {
		f.Hint = fmt.Sprintf("%d 端口不是一开始就加密的：465 端口用 implicit，587 端口用 tls: starttls", m.server.Port)
	}
	return f
}

// Close ends the connection.
func (m *Mailer) Close() {
	if m.client != nil {
		m.client.Close() // what was taken stays taken, however it ends
		m.client = nil
	}
}
