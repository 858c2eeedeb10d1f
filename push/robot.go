package push

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Group robots take a JSON message by POST at an address that is itself the
// password. Their answers are JSON too, and say in a code of their own, within
// a 200, whether the message was taken.
//
// Sources: developer.work.weixin.qq.com/document/path/91770 (WeCom),
// open.dingtalk.com/document/robots/custom-robot-access (DingTalk),
// open.feishu.cn/document/client-docs/bot-v3/add-custom-bot (Feishu).

// Kinds are the robots there are, by the names the settings have for them.
var Kinds = []string{"wecom", "dingtalk", "feishu", "json"}

// perMinute is how many messages a robot takes in a minute. Feishu takes 100,
// and five a second.
var perMinute = map[Way]int{WeCom: 20, WeComFile: 20, DingTalk: 20, Feishu: 60}

// Robot is a group's robot.
type Robot struct {
	way    Way
	url    *url.URL
	sign   Secret
	client *http.Client
}

// NewRobot makes a robot of one of Kinds. Its address must be encrypted (https)
// unless plainHTTP allows it not to be. client may be nil. The errors do not
// repeat the address.
func NewRobot(kind string, address, sign Secret, plainHTTP bool, client *http.Client) (*Robot, error) {
	u, err := url.Parse(strings.TrimSpace(address.text()))
	switch {
	case err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http":
		return nil, errors.New("机器人的地址不是完整的网址（https://…）")
	case u.Scheme == "http" && !plainHTTP:
		return nil, errors.New("机器人的地址是 http:// 开头的，内容和地址会不加密地传出去；确实只在内网用的，写 plain_http: true")
	case kind == "wecom" && !strings.HasSuffix(u.Path, "/send"):
		return nil, errors.New("企业微信机器人的地址应是 …/cgi-bin/webhook/send?key=… 的样子")
	}
	if client == nil {
		client = &http.Client{Timeout: answerWithin}
	}
	c := *client
	// A redirect would carry the message to where nobody has said.
	c.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &Robot{way: Way(kind), url: u, sign: sign, client: &c}, nil
}

// answerWithin is how long a robot has to answer. They answer within a second;
// a file of some megabytes over a slow line takes longer.
const answerWithin = time.Minute

// delivery makes what all deliveries of a robot have.
func (r *Robot) delivery(department string, way Way, sum string) Delivery {
	key := keyOf(way, r.url.String())
	return Delivery{Department: department, Way: way, Target: wayNames[r.way] + "机器人 #" + keyOf("", r.url.String())[:8], SHA256: sum,
		key: key, lane: "robot " + r.url.String(), perMinute: perMinute[way], tells: true}
}

// Notice brings a notice to the group. book is what the group may know of the
// department's tasks in full, so that a change of any of them is told.
func (r *Robot) Notice(n *Notice, book []byte) Delivery {
	d := r.delivery(n.Department, r.way, digest([]byte(n.Shown()), book))
	d.carry = func(ctx context.Context, t trip) (string, *Failure) {
		body, query := r.message(n, t)
		return "", r.post(ctx, r.address("", query), "application/json; charset=utf-8", body, nil)
	}
	return d
}

// Shown gives the words of a notice, for those who want to read it first.
func (n *Notice) Shown() string { return n.title() + "\n" + strings.Join(n.lines(nil), "\n") }

// message gives a notice as the robot wants it, and what is added to its
// address.
func (r *Robot) message(n *Notice, t trip) (body []byte, query url.Values) {
	lines := n.lines(t.before)
	marked := "### " + n.title() + "\n\n" + strings.Join(lines, "\n\n")
	text := n.title() + "\n" + strings.Join(lines, "\n")
	switch r.way {
	case WeCom:
		return compact(map[string]any{"msgtype": "markdown", "markdown": map[string]string{"content": marked}}), nil
	case DingTalk:
		return compact(map[string]any{"msgtype": "markdown", "markdown": map[string]string{"title": n.title(), "text": marked}}), r.signedDingTalk(t.at)
	case Feishu:
		return compact(r.signedFeishu(map[string]any{"msg_type": "text", "content": map[string]string{"text": text}}, t.at)), nil
	}
	return compact(plainMessage(n, text, t)), nil
}

// plainMessage is what other systems get.
func plainMessage(n *Notice, text string, t trip) any {
	type day struct {
		Date  string `json:"date"`
		Tasks int    `json:"tasks"`
	}
	days := []day{}
	for _, d := range n.Days {
		days = append(days, day{d.Date.String(), d.Tasks})
	}
	return struct {
		Schema     string `json:"schema"`
		Department string `json:"department"`
		Period     any    `json:"period"`
		Tasks      int    `json:"tasks"`
		Joint      int    `json:"joint"`
		Lead       int    `json:"lead"`
		Days       []day  `json:"days"`
		Replaces   bool   `json:"replaces"`
		Text       string `json:"text"`
	}{"liancha/push-notice/1", n.Department, n.Period, n.Tasks, n.Joint, n.Lead, days, t.before != nil, text}
}

// signedDingTalk signs a request: the time in milliseconds and the key, each on
// a line, by HMAC-SHA256 under the key.
func (r *Robot) signedDingTalk(at time.Time) url.Values {
	if !r.sign.Set() {
		return nil
	}
	stamp := strconv.FormatInt(at.UnixMilli(), 10)
	return url.Values{"timestamp": {stamp}, "sign": {mac(r.sign.text(), stamp+"\n"+r.sign.text())}}
}

// signedFeishu signs a message: nothing, by HMAC-SHA256 under the time in
// seconds and the key, each on a line.
func (r *Robot) signedFeishu(message map[string]any, at time.Time) map[string]any {
	if r.sign.Set() {
		stamp := strconv.FormatInt(at.Unix(), 10)
		message["timestamp"], message["sign"] = stamp, mac(stamp+"\n"+r.sign.text(), "")
	}
	return message
}

func mac(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}

// compact is JSON without escapes for HTML, as the robots show it.
func compact(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("push: " + err.Error()) // maps and structs of texts and numbers
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// mostFile and leastFile are how large a file WeCom takes, in bytes.
const (
	mostFile  = 20 << 20
	leastFile = 6
)

// Book brings a file to a WeCom group: it is uploaded and then named in a
// message.
func (r *Robot) Book(department, name string, content []byte) Delivery {
	d := r.delivery(department, WeComFile, digest(content))
	d.File = name
	d.carry = func(ctx context.Context, t trip) (string, *Failure) {
		if len(content) < leastFile || len(content) > mostFile {
			return "", &Failure{Reason: "文件超过企业微信机器人的限度（20 MB）", Hint: "改用文件夹或邮件"}
		}
		form, kind := upload(name, content)
		var media struct {
			ID string `json:"media_id"`
		}
		if f := r.post(ctx, r.address("upload_media", url.Values{"type": {"file"}}), kind, form, &media); f != nil {
			return "", f
		}
		if media.ID == "" {
			return "", &Failure{Reason: "企业微信收下了文件，却没有给出文件编号", Hint: "过一会儿再运行一次", later: true}
		}
		return "", r.post(ctx, r.address("", nil), "application/json; charset=utf-8",
			compact(map[string]any{"msgtype": "file", "file": map[string]string{"media_id": media.ID}}), nil)
	}
	return d
}

// upload makes the form a file is uploaded with.
func upload(name string, content []byte) (form []byte, kind string) {
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	w.SetBoundary("liancha-" + digest(content)) // the same file, the same bytes; a digest of the content is not in it
	h := textproto.MIMEHeader{}
	h.Set("Content-Disposition", fmt.Sprintf(`form-data; name="media"; filename="%s"; filelength=%d`, strings.NewReplacer(`"`, "", "\\", "", "\r", "", "\n", "").Replace(name), len(content)))
	h.Set("Content-Type", "application/octet-stream")
	if p, err := w.CreatePart(h); err == nil { // a buffer takes everything
		p.Write(content)
	}
	w.Close()
	return b.Bytes(), w.FormDataContentType()
}

// address gives the robot's address, with its last part changed and more of a
// query.
func (r *Robot) address(last string, query url.Values) string {
	u := *r.url
	if last != "" {
		u.Path = u.Path[:strings.LastIndex(u.Path, "/")+1] + last
	}
	if len(query) > 0 {
		if u.RawQuery != "" {
			u.RawQuery += "&"
		}
		u.RawQuery += query.Encode()
	}
	return u.String()
}

// mostAnswer is how much of an answer is read, in bytes.
const mostAnswer = 64 << 10

// post sends a request and reads what the robot's answer says of it, and the
// rest of it into more.
func (r *Robot) post(ctx context.Context, address, kind string, body []byte, more any) *Failure {
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return &Failure{Reason: "机器人的地址不对", Hint: "重新复制机器人的地址"}
	}
	q.Header.Set("Content-Type", kind)
	answer, err := r.client.Do(q)
	if err != nil {
		return networkFailure(err) // its own words hold the address
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(io.LimitReader(answer.Body, mostAnswer))
	if err != nil {
		return networkFailure(err)
	}
	if f := r.heard(answer, text); f != nil {
		return f
	}
	if more != nil {
		json.Unmarshal(text, more) // that it is JSON, heard has seen
	}
	return nil
}
