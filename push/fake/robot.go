// Package fake has servers that behave like the real ones, for tests: group
// robots and a mail server, on this machine only, that check what they are sent
// and remember it.
package fake

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Robot is a group robot's server.
type Robot struct {
	*httptest.Server
	Kind   string
	Secret string // the key it wants messages signed with; empty: none

	mu       sync.Mutex
	answers  []Answer
	received []Message
	files    map[string]Message // uploaded, by number
	onSend   func()
}

// Message is one a robot has taken.
type Message struct {
	Text  string // as its members see it
	Raw   string // as it came
	File  string // the name of a file, where it is one
	Bytes []byte // its content
}

// Answer is an answer the robot gives instead of looking at a message.
type Answer struct {
	Status int // of HTTP; 0 is 200
	Code   int // the robot's own, when Body is empty
	Body   string
	Header map[string]string
	Wait   time.Duration
	Taken  bool // the message is taken all the same
}

// NewRobot starts a robot of a kind: wecom, dingtalk, feishu, json.
func NewRobot(kind string, encrypted bool) *Robot {
	r := &Robot{Kind: kind, files: map[string]Message{}}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(r.serve))
	r.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that do not trust it are part of a test
	if encrypted {
		r.StartTLS()
	} else {
		r.Start()
	}
	return r
}

// Token is the secret part of every robot's address.
const Token = "693a91f6-7c1e-4bc4-97a0-0ec2sifa5aaa"

// Address is the robot's address.
func (r *Robot) Address() string {
	return r.URL + map[string]string{"wecom": "/cgi-bin/webhook/send?key=" + Token, "dingtalk": "/robot/send?access_token=" + Token,
		"feishu": "/open-apis/bot/v2/hook/" + Token, "json": "/in/" + Token}[r.Kind]
}

// Next lays down the next answers.
func (r *Robot) Next(a ...Answer) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answers = append(r.answers, a...)
}

// OnSend is called with every message that is taken, before it is answered.
func (r *Robot) OnSend(f func()) { r.onSend = f }

// Received gives the messages taken so far.
func (r *Robot) Received() []Message {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]Message(nil), r.received...)
}

func (r *Robot) serve(w http.ResponseWriter, q *http.Request) {
	body, _ := io.ReadAll(q.Body)
	r.mu.Lock()
	var laid *Answer
	if len(r.answers) > 0 {
		laid, r.answers = &r.answers[0], r.answers[1:]
	}
	r.mu.Unlock()
	if laid != nil {
		time.Sleep(laid.Wait)
		if laid.Taken {
			r.take(q, body)
		}
		for k, v := range laid.Header {
			w.Header().Set(k, v)
		}
		w.WriteHeader(max(laid.Status, http.StatusOK))
		if laid.Body == "" {
			laid.Body = r.answer(laid.Code, "something that repeats "+Token)
		}
		io.WriteString(w, laid.Body)
		return
	}
	answer := r.take(q, body)
	if r.onSend != nil {
		r.onSend()
	}
	io.WriteString(w, answer)
}

// answer is an answer in the robot's words.
func (r *Robot) answer(code int, message string) string {
	text, _ := json.Marshal(message)
	if r.Kind == "feishu" {
		return fmt.Sprintf(`{"code":%d,"data":{},"msg":%s}`, code, text)
	}
	return fmt.Sprintf(`{"errcode":%d,"errmsg":%s}`, code, text)
}

// take looks at a message and takes it, or says what is wrong with it.
func (r *Robot) take(q *http.Request, body []byte) string {
	if q.Method != http.MethodPost {
		return r.answer(43002, "require POST")
	}
	switch r.Kind {
	case "wecom":
		return r.takeWeCom(q, body)
	case "dingtalk":
		return r.takeDingTalk(q, body)
	case "feishu":
		return r.takeFeishu(q, body)
	}
	if q.URL.Path != "/in/"+Token {
		return `{"ok":false}`
	}
	var m struct{ Text string }
	json.Unmarshal(body, &m)
	r.remember(Message{Text: m.Text, Raw: string(body)})
	return `{"ok":true}`
}

func (r *Robot) remember(m Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.received = append(r.received, m)
}

func (r *Robot) takeWeCom(q *http.Request, body []byte) string {
	if q.URL.Query().Get("key") != Token {
		return r.answer(93000, "invalid webhook url")
	}
	if q.URL.Path == "/cgi-bin/webhook/upload_media" {
		return r.upload(q, body)
	}
	var m struct {
		MsgType  string
		Markdown struct{ Content string }
		File     struct {
			ID string `json:"media_id"`
		}
	}
	if err := json.Unmarshal(body, &m); err != nil || q.URL.Path != "/cgi-bin/webhook/send" {
		return r.answer(40008, "invalid message")
	}
	r.mu.Lock()
	file, uploaded := r.files[m.File.ID]
	r.mu.Unlock()
	switch {
	case m.MsgType == "markdown" && m.Markdown.Content != "" && len(m.Markdown.Content) <= 4096:
		r.remember(Message{Text: m.Markdown.Content, Raw: string(body)})
	case m.MsgType == "file" && uploaded:
		file.Raw = string(body)
		r.remember(file)
	default:
		return r.answer(40058, "invalid Parameter")
	}
	return r.answer(0, "ok")
}

func (r *Robot) upload(q *http.Request, body []byte) string {
	q.Body = io.NopCloser(strings.NewReader(string(body)))
	f, head, err := q.FormFile("media")
	if err != nil || q.URL.Query().Get("type") != "file" {
		return r.answer(41005, "media data missing")
	}
	content, _ := io.ReadAll(f)
	if length := head.Header.Get("Content-Disposition"); !strings.Contains(length, fmt.Sprintf("filelength=%d", len(content))) {
		return r.answer(41005, "filelength missing")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	id := "media-" + strconv.Itoa(len(r.files))
	r.files[id] = Message{File: head.Filename, Bytes: content}
	return fmt.Sprintf(`{"errcode":0,"errmsg":"ok","type":"file","media_id":"%s","created_at":"1380000000"}`, id)
}

func (r *Robot) takeDingTalk(q *http.Request, body []byte) string {
	query := q.URL.Query()
	if query.Get("access_token") != Token || q.URL.Path != "/robot/send" {
		return r.answer(300005, "token is not exist")
	}
	if r.Secret != "" && query.Get("sign") != Sign(r.Secret, query.Get("timestamp")+"\n"+r.Secret) {
		return r.answer(310000, "sign not match")
	}
	var m struct {
		MsgType  string
		Markdown struct{ Title, Text string }
	}
	if json.Unmarshal(body, &m) != nil || m.MsgType != "markdown" || m.Markdown.Title == "" || m.Markdown.Text == "" {
		return r.answer(400105, "unsupported msgtype")
	}
	if !strings.Contains(m.Markdown.Text, "联合检查") {
		return r.answer(310000, "keywords not in content")
	}
	r.remember(Message{Text: m.Markdown.Text, Raw: string(body)})
	return r.answer(0, "ok")
}

func (r *Robot) takeFeishu(q *http.Request, body []byte) string {
	var m struct {
		MsgType   string `json:"msg_type"`
		Timestamp string
		Sign      string
		Content   struct{ Text string }
	}
	switch {
	case q.URL.Path != "/open-apis/bot/v2/hook/"+Token:
		return r.answer(19001, "param invalid: incoming webhook access token invalid")
	case json.Unmarshal(body, &m) != nil || m.MsgType != "text" || m.Content.Text == "":
		return r.answer(9499, "Bad Request")
	case r.Secret != "" && m.Sign != Sign(m.Timestamp+"\n"+r.Secret, ""):
		return r.answer(19021, "sign match fail or timestamp is not within one hour from current time")
	}
	r.remember(Message{Text: m.Content.Text, Raw: string(body)})
	return `{"StatusCode":0,"StatusMessage":"success","code":0,"data":{},"msg":"success"}`
}

// Sign is the signature robots want: base64 of HMAC-SHA256.
func Sign(key, text string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(text))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
