package push

import (
	"context"
	"crypto/x509"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"liancha/push/fake"
)

const signKey = "SECdeadbeef0123456789"

// robotAt gives a robot that speaks to a fake one.
func robotAt(t *testing.T, kind, key string) (*Robot, *fake.Robot) {
	t.Helper()
	f := fake.NewRobot(kind, true)
	t.Cleanup(f.Close)
	f.Secret = key
	return robotFor(t, f, kind, key), f
}

func robotFor(t *testing.T, f *fake.Robot, kind, key string) *Robot {
	t.Helper()
	client := f.Client()
	client.Timeout = 5 * time.Second
	r, err := NewRobot(kind, NewSecret(f.Address()), NewSecret(key), false, client)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// Every robot takes its notice, signed where it wants that, and what its members
// see names nobody.
func TestRobots(t *testing.T) {
	for _, kind := range Kinds {
		for _, key := range []string{"", signKey} {
			if key != "" && kind != "dingtalk" && kind != "feishu" {
				continue
			}
			r, f := robotAt(t, kind, key)
			b := newBox(t)
			n := Notices(outcome())["甲局"]
			steps := b.run(t, 1, []Delivery{r.Notice(n, []byte("一"))})
			if steps[0].Status != Done {
				t.Fatalf("%s: %+v", kind, steps[0].Failure)
			}
			b.run(t, 1, []Delivery{r.Notice(n, []byte("一"))}) // nothing new
			b.clock.Sleep(24 * time.Hour)
			b.run(t, 1, []Delivery{r.Notice(n, []byte("二"))})
			got := f.Received()
			if len(got) != 2 {
				t.Fatalf("%s: %d messages", kind, len(got))
			}
			if key == "" {
				golden(t, kind+".json", got[0].Raw+"\n"+got[1].Raw+"\n")
			}
			for _, m := range got {
				expectSilence(t, kind, m.Raw, fake.Token, signKey)
			}
			expectSilence(t, "the ledger", string(b.ledger.Bytes()), fake.Token, signKey, "127.0.0.1")
		}
	}
}

// A wrong key is told as such.
func TestWrongKey(t *testing.T) {
	for kind, want := range map[string]string{"dingtalk": "安全设置", "feishu": "签名不对"} {
		f := fake.NewRobot(kind, true)
		t.Cleanup(f.Close)
		f.Secret = signKey
		r := robotFor(t, f, kind, "SECother")
		b := newBox(t)
		steps := b.run(t, 5, []Delivery{r.Notice(Notices(outcome())["甲局"], nil)})
		if steps[0].Status != Undone || steps[0].Tries != 1 || !strings.Contains(steps[0].Failure.Reason, want) {
			t.Errorf("%s: %+v", kind, steps[0])
		}
	}
}

// A WeCom robot also takes the abridged book; what it has taken it is not sent
// again because of what it has not.
func TestWeComFile(t *testing.T) {
	r, f := robotAt(t, "wecom", "")
	b := newBox(t)
	book := strings.Repeat("群内版", 1000)
	both := func() []Delivery {
		return []Delivery{r.Notice(Notices(outcome())["甲局"], []byte(book)), r.Book("甲局", "甲局（群内版）.xlsx", []byte(book))}
	}
	f.Next(fake.Answer{Code: 0, Taken: true}, fake.Answer{Code: 40058}) // the upload fails
	steps := b.run(t, 1, both())
	if steps[0].Status != Done || steps[1].Status != Undone {
		t.Fatalf("%+v", steps)
	}
	b.run(t, 1, both())
	got := f.Received()
	if len(got) != 2 || got[0].File != "" || got[1].File != "甲局（群内版）.xlsx" || string(got[1].Bytes) != book {
		t.Fatalf("%d messages", len(got))
	}
	for _, size := range []int{0, 5, mostFile + 1} {
		steps = newBox(t).run(t, 3, []Delivery{r.Book("甲局", "a.xlsx", make([]byte, size))})
		if steps[0].Status != Undone || steps[0].Tries != 1 {
			t.Errorf("%d bytes: %+v", size, steps[0])
		}
	}
}

// What robots answer, and what becomes of it.
func TestAnswers(t *testing.T) {
	for _, c := range []struct {
		kind   string
		answer fake.Answer
		want   string
		later  bool // tried again, and then it arrives
	}{
		{"wecom", fake.Answer{Code: 45009}, "", true},
		{"wecom", fake.Answer{Code: -1}, "", true},
		{"wecom", fake.Answer{Code: 93000}, "地址不对，或机器人已被移出群（93000）", false},
		{"wecom", fake.Answer{Code: 40058}, "机器人不接受（错误码 40058）", false},
		{"dingtalk", fake.Answer{Code: 130101}, "", true},
		{"dingtalk", fake.Answer{Code: 410100}, "", true},
		{"dingtalk", fake.Answer{Code: 310000}, "安全设置", false},
		{"dingtalk", fake.Answer{Code: 400013}, "群已解散", false},
		{"feishu", fake.Answer{Code: 11232}, "", true},
		{"feishu", fake.Answer{Body: `{"code":9499,"msg":"too many request"}`}, "", true},
		{"feishu", fake.Answer{Body: `{"code":9499,"msg":"Bad Request"}`}, "看不懂", false},
		{"feishu", fake.Answer{Code: 19024}, "关键词", false},
		{"feishu", fake.Answer{Body: `{"StatusCode":0,"StatusMessage":"success"}`}, "arrived", false},
		{"feishu", fake.Answer{Body: `{"errcode":0}`}, "", true}, // not a Feishu robot's answer
		{"wecom", fake.Answer{Body: "<html>请登录</html>"}, "", true},
		{"wecom", fake.Answer{Body: "{}"}, "", true},
		{"wecom", fake.Answer{Body: "null"}, "", true},
		{"wecom", fake.Answer{Body: `{"errcode":"0"}`}, "", true},
		{"wecom", fake.Answer{Status: 302, Header: map[string]string{"Location": "/elsewhere"}}, "转到别的地址", false},
		{"wecom", fake.Answer{Status: 404}, "HTTP 404", false},
		{"wecom", fake.Answer{Status: 502}, "", true},
		{"json", fake.Answer{Status: 503}, "", true},
		{"json", fake.Answer{Status: 401}, "HTTP 401", false},
		{"json", fake.Answer{Status: 204}, "arrived", false},
		{"json", fake.Answer{Status: 429, Header: map[string]string{"Retry-After": "90"}}, "", true},
		{"wecom", fake.Answer{Wait: 600 * time.Millisecond}, "", true}, // slower than anyone waits
	} {
		r, f := robotAt(t, c.kind, "")
		if c.answer.Wait > 0 {
			r.client.Timeout = c.answer.Wait / 2
		}
		f.Next(c.answer)
		b := newBox(t)
		s := b.run(t, 2, []Delivery{r.Notice(Notices(outcome())["甲局"], nil)})[0]
		switch {
		case c.later || c.want == "arrived":
			if s.Status != Done || c.later != (len(b.clock.waited) > 0) {
				t.Errorf("%s %+v: %s, %+v, waited %v", c.kind, c.answer, s.Status, s.Failure, b.clock.waited)
			}
		case s.Status != Undone || s.Tries != 1 || !strings.Contains(s.Failure.Reason, c.want) || s.Failure.Hint == "":
			t.Errorf("%s %+v: %s, %+v", c.kind, c.answer, s.Status, s.Failure)
		}
		if c.answer.Status == 429 && b.clock.waited[0] != 90*time.Second {
			t.Errorf("waited %s, not as long as asked", b.clock.waited[0])
		}
		expectSilence(t, "the ledger", string(b.ledger.Bytes())+fmt.Sprintf("%+v", s.Failure), fake.Token, "127.0.0.1", "repeats")
	}
}

// Connections that fail are told in words of our own.
func TestConnectionsThatFail(t *testing.T) {
	closed := fake.NewRobot("wecom", true)
	closed.Close()
	distrusted := fake.NewRobot("wecom", true)
	t.Cleanup(distrusted.Close)
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	hangs, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { hangs.Close() })
	const path = "/cgi-bin/webhook/send?key=" + fake.Token
	for _, c := range []struct {
		address, want string
		later         bool
	}{
		{closed.Address(), "没有开着", true},
		{distrusted.Address(), "证书不可信", false},
		{"https" + strings.TrimPrefix(plain.URL, "http") + path, "没有加密", false},
		{"https://" + hangs.Addr().String() + path, "没有在限定的时间内回答", true},
		{"https://" + fake.Token + ".invalid" + path, "查不到", true},
	} {
		r, err := NewRobot("wecom", NewSecret(c.address), Secret{}, false, &http.Client{Timeout: 300 * time.Millisecond, Transport: &http.Transport{}})
		if err != nil {
			t.Fatal(err)
		}
		_, f := r.Notice(Notices(outcome())["甲局"], nil).carry(context.Background(), trip{})
		if f == nil {
			t.Errorf("%s: no failure", c.want)
			continue
		}
		resolver := strings.HasSuffix(c.want, "查不到") && !strings.Contains(f.Reason, c.want) // a machine without any name server waits instead
		if !strings.Contains(f.Reason, c.want) && !resolver || f.later != c.later || !f.lane || f.Hint == "" {
			t.Errorf("%s: %+v", c.want, f)
		}
		expectSilence(t, c.want, f.Error()+fmt.Sprintf("%+v", f), fake.Token, "127.0.0.1", "qyapi")
	}
	for err, want := range map[error]string{
		x509.HostnameError{Certificate: &x509.Certificate{}, Host: fake.Token}: "别的服务器", x509.CertificateInvalidError{Reason: x509.Expired}: "过期",
		context.DeadlineExceeded: "没有在限定", fmt.Errorf("x %s", fake.Token): "网络出错",
	} {
		f := networkFailure(err)
		if !strings.Contains(f.Reason, want) {
			t.Errorf("%v: %+v", want, f)
		}
		expectSilence(t, want, fmt.Sprintf("%+v", f), fake.Token)
	}
}

// Addresses that cannot be right are refused without being repeated.
func TestAddresses(t *testing.T) {
	for _, c := range []struct {
		kind, address string
		plain         bool
		want          string
	}{
		{"wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=" + fake.Token, false, ""},
		{"wecom", "https://qyapi.weixin.qq.com/?key=" + fake.Token, false, "…/cgi-bin/webhook/send"},
		{"feishu", "http://open.feishu.cn/open-apis/bot/v2/hook/" + fake.Token, false, "plain_http"},
		{"feishu", "http://10.0.0.1/" + fake.Token, true, ""},
		{"json", fake.Token, true, "完整的网址"},
		{"json", "ftp://x/" + fake.Token, true, "完整的网址"},
		{"json", "https://%zz/" + fake.Token, true, "完整的网址"},
		{"json", "", true, "完整的网址"},
	} {
		_, err := NewRobot(c.kind, NewSecret(c.address), Secret{}, c.plain, nil)
		switch {
		case c.want == "" && err != nil, c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v", c.address, err)
		case err != nil && strings.Contains(err.Error(), fake.Token):
			t.Errorf("the error repeats the address: %v", err)
		}
	}
}
