package config

import (
	"maps"
	"net/mail"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"liancha/push"
)

// Push is how the departments get their task books.
type Push struct {
	Folder   string            // where books go that nothing else brings; empty: nowhere
	Folders  map[string]string // department → its own folder
	SMTP     SMTP
	Webhooks map[string]Webhook // department → its group's robot
	Tries    int                // how often a delivery is tried, at least 1
	Wait     int                // seconds before the second try; doubled before each further one
}

// SMTP is the server that takes the mail. An empty Host is none.
type SMTP struct {
	Host     string
	Port     int // 0: the usual one of TLS
	TLS      string
	From     string // an address, with a name before it or without
	Username string // empty: no login
	Password Secret
	Timeout  int                 // seconds for one mail
	To       map[string][]string // department → addresses
}

// Webhook is a group robot.
type Webhook struct {
	Kind  string
	URL   Secret
	Sign  Secret // the key messages are signed with; none: the robot asks for no signature
	File  bool   // send the abridged workbook too
	NoTLS bool   // the address may begin with http://
}

// Secret says where a secret stands; the settings never hold one.
type Secret struct {
	Env  string // name of an environment variable
	File string // path of a file, from the folder of the settings file
	Key  string // the setting without its ending, for messages: push.smtp.password
}

// Set reports whether the settings say where the secret is.
func (s Secret) Set() bool { return s.Env != "" || s.File != "" }

// pushFile is the part push of liancha.yaml.
type pushFile struct {
	Folder      string                 `yaml:"folder"`
	Folders     map[string]string      `yaml:"folders"`
	SMTP        smtpFile               `yaml:"smtp"`
	Webhooks    map[string]webhookFile `yaml:"webhooks"`
	Tries       int                    `yaml:"tries"`
	WaitSeconds int                    `yaml:"wait_seconds"`
}

type smtpFile struct {
	Host           string              `yaml:"host"`
	Port           int                 `yaml:"port"`
	TLS            string              `yaml:"tls"`
	From           string              `yaml:"from"`
	Username       string              `yaml:"username"`
	PasswordEnv    string              `yaml:"password_env"`
	PasswordFile   string              `yaml:"password_file"`
	TimeoutSeconds int                 `yaml:"timeout_seconds"`
	To             map[string][]string `yaml:"to"`
}

type webhookFile struct {
	Kind       string `yaml:"kind"`
	URLEnv     string `yaml:"url_env"`
	URLFile    string `yaml:"url_file"`
	SecretEnv  string `yaml:"secret_env"`
	SecretFile string `yaml:"secret_file"`
	File       bool   `yaml:"file"`
	PlainHTTP  bool   `yaml:"plain_http"`
}

func (r *reading) push(f pushFile) Push {
	p := Push{Folder: strings.TrimSpace(f.Folder), Folders: map[string]string{}, Webhooks: map[string]Webhook{}, Tries: f.Tries, Wait: f.WaitSeconds}
	r.folder("push.folder", p.Folder)
	for _, d := range slices.Sorted(maps.Keys(f.Folders)) {
		key := below("push.folders", d)
		p.Folders[d] = strings.TrimSpace(f.Folders[d])
		if p.Folders[d] == "" {
			r.say(key, "没有写文件夹")
		}
		r.folder(key, p.Folders[d])
	}
	p.SMTP = r.smtp(f.SMTP)
	for _, d := range slices.Sorted(maps.Keys(f.Webhooks)) {
		p.Webhooks[d] = r.webhook(below("push.webhooks", d), f.Webhooks[d])
	}
	r.between("push.tries", f.Tries, 1, 20)
	r.between("push.wait_seconds", f.WaitSeconds, 0, 3600)
	return p
}

// folder checks a folder to write into: one named in full, or one in the output
// folder.
func (r *reading) folder(key, path string) {
	if path == "" || filepath.IsAbs(path) {
		return
	}
	if slashed := filepath.ToSlash(path); !filepath.IsLocal(path) || strings.ContainsAny(slashed, `\:`) {
		r.say(key, "“%s”既不是完整路径，也不是输出文件夹里的文件夹名；要放到输出文件夹之外，请写完整路径", path)
	}
}

func (r *reading) smtp(f smtpFile) SMTP {
	const key = "push.smtp"
	s := SMTP{Host: strings.TrimSpace(f.Host), Port: f.Port, TLS: f.TLS, From: strings.TrimSpace(f.From), Username: strings.TrimSpace(f.Username),
		Password: r.secret(key+".password", f.PasswordEnv, f.PasswordFile), Timeout: f.TimeoutSeconds, To: map[string][]string{}}
	r.between(key+".port", f.Port, 0, 65535)
	r.between(key+".timeout_seconds", f.TimeoutSeconds, 1, 3600)
	if !slices.Contains(push.TLSModes, s.TLS) {
		r.say(key+".tls", "应是 implicit（465 端口）、starttls（587 端口）或 none（不加密）")
	}
	for _, d := range slices.Sorted(maps.Keys(f.To)) {
		for i, a := range f.To[d] {
			parsed, err := mail.ParseAddress(a)
			if err != nil {
				r.say(below(key+".to", d), "第%d个“%s”不是邮箱地址", i+1, a)
				continue
			}
			if !slices.Contains(s.To[d], parsed.Address) {
				s.To[d] = append(s.To[d], parsed.Address)
			}
		}
	}
	if s.Host == "" {
		if len(s.To) > 0 {
			r.say(key+".host", "写了收件人（to），也要写邮件服务器")
		}
		return s
	}
	if strings.ContainsAny(s.Host, "/@: ") {
		r.say(key+".host", "只写服务器的名称，如 smtp.example.gov.cn，端口写在 port")
	}
	if _, err := mail.ParseAddress(s.From); err != nil {
		r.say(key+".from", "要写发件人的邮箱地址，如 联合检查办公室 <lianhe@example.gov.cn>")
	}
	if s.Username != "" && !s.Password.Set() {
		r.say(key+".username", "写了用户名，也要用 password_env 或 password_file 指出密码在哪里")
	}
	if s.Username == "" && s.Password.Set() {
		if from, err := mail.ParseAddress(s.From); err == nil {
			s.Username = from.Address
		}
	}
	return s
}

func (r *reading) webhook(key string, f webhookFile) Webhook {
	w := Webhook{Kind: f.Kind, URL: r.secret(key+".url", f.URLEnv, f.URLFile), Sign: r.secret(key+".secret", f.SecretEnv, f.SecretFile), File: f.File, NoTLS: f.PlainHTTP}
	if !slices.Contains(push.Kinds, w.Kind) {
		r.say(key+".kind", "应是 wecom（企业微信）、dingtalk（钉钉）、feishu（飞书）或 json（其他系统）")
	}
	if !w.URL.Set() {
		r.say(key, "要用 url_env 或 url_file 指出机器人的地址在哪里")
	}
	if w.File && w.Kind != "wecom" {
		r.say(key+".file", "只有企业微信（wecom）的机器人能发文件")
	}
	if w.Sign.Set() && w.Kind != "dingtalk" && w.Kind != "feishu" {
		r.say(key+".secret", "只有钉钉（dingtalk）和飞书（feishu）的机器人有签名密钥")
	}
	return w
}

// variable is what may name an environment variable.
var variable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// secret checks where a secret is said to stand. What is written there is not
// repeated: it may be the secret itself, put into the wrong place.
func (r *reading) secret(key, env, file string) Secret {
	switch {
	case env != "" && file != "":
		r.say(key+"_env", "与 %s_file 只能写一个", key)
	case env != "" && !variable.MatchString(env):
		r.say(key+"_env", "要写环境变量的名字（英文字母、数字和下划线），不是内容本身")
	case strings.Contains(file, "://"):
		r.say(key+"_file", "要写文件的路径，不是内容本身")
	}
	return Secret{Env: env, File: file, Key: key}
}
