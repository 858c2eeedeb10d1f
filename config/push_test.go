package config

import (
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"liancha/push"
)

func TestPushDefaults(t *testing.T) {
	p := Default().Push
	if p.Folder != "推送" || len(p.Folders) > 0 || len(p.Webhooks) > 0 || p.SMTP.Host != "" || p.SMTP.TLS != push.TLSImplicit || p.Tries != 4 || p.Wait != 10 || p.SMTP.Timeout != 60 {
		t.Errorf("%+v", p)
	}
}

func TestPushReadsEverySetting(t *testing.T) {
	c, err := load(t, `
push:
  folder: 发给各部门/五月
  folders: {消防救援支队: '/srv/消防'}
  smtp:
    host: smtp.example.gov.cn
    tls: starttls
    from: 联合检查办公室 <lianhe@example.gov.cn>
    password_env: LIANHE_MAIL
    timeout_seconds: 5
    to: {应急管理局: [a@example.gov.cn, 值班室 <b@example.gov.cn>, a@example.gov.cn]}
  webhooks:
    消防救援支队: {kind: wecom, url_env: ROBOT, file: true}
    应急管理局: {kind: dingtalk, url_file: 机器人.txt, secret_file: 密钥.txt, plain_http: true}
  tries: 2
  wait_seconds: 0
`)
	if runtime.GOOS == "windows" && err != nil && strings.Contains(err.Error(), "/srv/消防") {
		t.Skip("no full path here")
	}
	if err != nil {
		t.Fatal(err)
	}
	p := c.Push
	if p.Folder != "发给各部门/五月" || p.Folders["消防救援支队"] != "/srv/消防" || p.Tries != 2 || p.Wait != 0 {
		t.Errorf("%+v", p)
	}
	s := p.SMTP
	if s.Username != "lianhe@example.gov.cn" || s.Password != (Secret{Env: "LIANHE_MAIL", Key: "push.smtp.password"}) || s.TLS != push.TLSStart || s.Timeout != 5 ||
		!slices.Equal(s.To["应急管理局"], []string{"a@example.gov.cn", "b@example.gov.cn"}) {
		t.Errorf("%+v", s)
	}
	if w := p.Webhooks["消防救援支队"]; w.Kind != "wecom" || w.URL.Env != "ROBOT" || !w.File || w.Sign.Set() || w.NoTLS {
		t.Errorf("%+v", w)
	}
	if w := p.Webhooks["应急管理局"]; w.Kind != "dingtalk" || w.URL.File != "机器人.txt" || w.Sign.File != "密钥.txt" || !w.NoTLS {
		t.Errorf("%+v", w)
	}
}

// Mistakes are told by line, and never by repeating what may be a secret in the
// wrong place.
func TestPushNamesEveryMistake(t *testing.T) {
	const secret = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6"
	for _, c := range []struct {
		text string
		want []string
	}{
		{"push:\n  smtp:\n    password: hunter2\n", []string{"第3行：“password”不写在设置文件里，请写 password_env"}},
		{"push:\n  webhooks:\n    消防:\n      kind: wecom\n      url: " + secret + "\n", []string{"第5行：“url”不写在设置文件里"}},
		{"push:\n  webhooks:\n    消防: " + secret + "\n", []string{"第3行：push.webhooks.消防 要另起一行"}},
		{"push:\n  webhooks:\n    消防: {kind: wecom, url_env: '" + secret + "'}\n", []string{"第3行 的 push.webhooks.消防.url_env：要写环境变量的名字"}},
		{"push:\n  webhooks:\n    消防: {kind: wecom, url_file: '" + secret + "'}\n", []string{"第3行 的 push.webhooks.消防.url_file：要写文件的路径"}},
		{"push:\n  smtp: {port: hunter2}\n", []string{"第2行：这里应是数字"}},
		{"push:\n  webhooks: {消防: hunter2，应急}\n", []string{"第2行：push.webhooks 里有一处的逗号是全角的"}},
		{"push:\n  smtp:\n    host: h\n    tls: ssl\n    port: 70000\n", []string{"第4行 的 push.smtp.tls：应是 implicit", "第5行 的 push.smtp.port：应在 0 至 65535", "push.smtp.from：要写发件人"}},
		{"push:\n  smtp:\n    to:\n      消防: [a@b, c]\n", []string{"第4行 的 push.smtp.to.消防：第2个“c”不是邮箱地址", "第2行 的 push.smtp.host：写了收件人"}},
		{"push:\n  smtp: {host: 'smtp.x:465', from: a@b, username: a}\n", []string{"push.smtp.host：只写服务器的名称", "第2行 的 push.smtp.username：写了用户名，也要用 password_env"}},
		{"push:\n  folder: ../外面\n  folders:\n    消防: ''\n    应急: a/../../b\n", []string{"第2行 的 push.folder：“../外面”既不是完整路径", "第4行 的 push.folders.消防：没有写文件夹", "第5行 的 push.folders.应急"}},
		{"push:\n  webhooks:\n    甲: {kind: wechat}\n    乙: {kind: feishu, url_env: A, url_file: b, file: true}\n    丙: {kind: json, url_env: A, secret_env: B}\n",
			[]string{"第3行 的 push.webhooks.甲.kind：应是 wecom", "push.webhooks.甲：要用 url_env", "第4行 的 push.webhooks.乙.url_env：与 push.webhooks.乙.url_file 只能写一个", "push.webhooks.乙.file：只有企业微信", "第5行 的 push.webhooks.丙.secret：只有钉钉"}},
		{"push: {tries: 0, wait_seconds: -1}\n", []string{"push.tries：应在 1 至 20 之间", "push.wait_seconds：应在 0"}},
	} {
		_, err := load(t, c.text)
		if err == nil {
			t.Errorf("%s: no error", c.text)
			continue
		}
		for _, w := range c.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: not said: %s\n%v", c.text, w, err)
			}
		}
		for _, s := range []string{secret, "693a91f6", "hunter2", "qyapi"} {
			if strings.Contains(err.Error(), s) {
				t.Errorf("%s: the error repeats %s", c.text, s)
			}
		}
	}
}

// The settings shown in the manual are settings.
func TestManualsPushSettings(t *testing.T) {
	b, err := os.ReadFile("../docs/manual.md")
	if err != nil {
		t.Fatal(err)
	}
	shown := 0
	for _, block := range regexp.MustCompile("(?s)```yaml\n(push:.*?)```").FindAllStringSubmatch(string(b), -1) {
		shown++
		text := block[1]
		if strings.Contains(text, "folders:") && runtime.GOOS != "windows" {
			text = regexp.MustCompile(`'[^']*\\([^'\\]*)'`).ReplaceAllString(text, "'/srv/$1'") // Windows' full paths are none here
		}
		c, err := load(t, text)
		if err != nil {
			t.Errorf("%v\n%s", err, text)
			continue
		}
		if len(c.Push.Folders)+len(c.Push.Webhooks)+len(c.Push.SMTP.To) == 0 {
			t.Errorf("nothing is set by\n%s", text)
		}
	}
	if shown != 6 {
		t.Errorf("%d ways are shown", shown)
	}
}
