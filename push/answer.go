package push

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// What servers answer, and what connections come to, in words of our own: theirs
// may hold what they were sent.

// busyWait is how long a robot that has been sent too much is left alone: their
// limits are by the minute.
const busyWait = time.Minute

// longestWait bounds what a server may ask for.
const longestWait = 10 * time.Minute

// heard reads a robot's answer; nil if it has taken the message.
func (r *Robot) heard(answer *http.Response, text []byte) *Failure {
	switch status := answer.StatusCode; {
	case status == http.StatusTooManyRequests:
		return busy(retryAfter(answer))
	case status == http.StatusRequestTimeout || status >= 500:
		return &Failure{Reason: fmt.Sprintf("对方的服务器出错（HTTP %d）", status), Hint: "过一会儿再运行一次", later: true}
	case status >= 300 && status < 400:
		return &Failure{Reason: "对方让转到别的地址，没有照办", Hint: "上网要先登录认证的，请先登录；否则重新复制机器人的地址"}
	case status >= 400:
		return &Failure{Reason: fmt.Sprintf("对方不接受（HTTP %d）", status), Hint: "重新复制机器人的地址；机器人被删除的要重新添加"}
	}
	if r.way == JSON {
		return nil
	}
	var said struct {
		ErrCode *int   `json:"errcode"`
		Code    *int   `json:"code"`
		Status  *int   `json:"StatusCode"`
		Message string `json:"msg"`
	}
	if json.Unmarshal(text, &said) != nil {
		said.ErrCode, said.Code, said.Status = nil, nil, nil
	}
	code := said.ErrCode
	if r.way == Feishu {
		if code = said.Code; code == nil {
			code = said.Status
		}
	}
	if code == nil {
		return &Failure{Reason: "回答的不是机器人，可能被网关或登录页截住了", Hint: "上网要先登录认证的，请先登录；否则重新复制机器人的地址", later: true}
	}
	return r.meaning(*code, said.Message)
}

// meaning words a robot's code.
func (r *Robot) meaning(code int, message string) *Failure {
	if code == 0 {
		return nil
	}
	for _, m := range meanings[r.way] {
		if m.code != code || m.unless != "" && strings.Contains(strings.ToLower(message), m.unless) {
			continue
		}
		if m.reason == "" {
			return busy(busyWait)
		}
		return &Failure{Reason: fmt.Sprintf("%s（%d）", m.reason, code), Hint: m.hint, later: m.later}
	}
	return &Failure{Reason: fmt.Sprintf("机器人不接受（错误码 %d）", code), Hint: "请在" + strings.TrimSuffix(wayNames[r.way], "群") + "开放平台的文档里查这个错误码"}
}

type meaning struct {
	code         int
	reason, hint string // no reason: too many messages
	later        bool
	unless       string // not where the message says this
}

const (
	copyAgain = "在群里重新复制机器人的地址；机器人被删除的要重新添加"
	ourIP     = "在机器人的安全设置里加上这台电脑的出口 IP，或改用别的验证方式"
	keyword   = "在机器人的安全设置里把关键词设为“联合检查”"
)

// meanings are the codes a coordinator can do something about.
var meanings = map[Way][]meaning{
	WeCom: {
		{code: 45009}, {code: 45033},
		{code: -1, reason: "企业微信系统繁忙", hint: "过一会儿再运行一次", later: true},
		{code: 93000, reason: "机器人的地址不对，或机器人已被移出群", hint: copyAgain},
		{code: 93004, reason: "机器人已停用", hint: "在群里启用机器人"},
		{code: 93008, reason: "机器人不在群里", hint: copyAgain},
		{code: 60020, reason: "这台电脑的 IP 不在允许的范围里", hint: ourIP},
	},
	DingTalk: {
		{code: 130101}, {code: 410100}, {code: 90018},
		{code: -1, reason: "钉钉系统繁忙", hint: "过一会儿再运行一次", later: true},
		{code: 310000, reason: "机器人的安全设置不接受这条消息", hint: "核对三样：关键词应是“联合检查”；开了加签的，设置里要写 secret_env 或 secret_file，本机时间要准；限定 IP 的要加上这台电脑的出口 IP"},
		{code: 300001, reason: "机器人的地址不对", hint: copyAgain},
		{code: 300005, reason: "机器人的地址不对", hint: copyAgain},
		{code: 400013, reason: "群已解散", hint: "给部门的新群添加机器人"},
		{code: 400101, reason: "机器人的地址不对", hint: copyAgain},
		{code: 400102, reason: "机器人已停用", hint: "在群里启用机器人"},
		{code: 400106, reason: "机器人不存在", hint: copyAgain},
	},
	Feishu: {
		{code: 11232}, {code: 99991400}, {code: 9499, unless: "bad request"},
		{code: 9499, reason: "飞书看不懂这条消息", hint: "请把这个情况告诉本程序的维护人员"},
		{code: 19001, reason: "机器人的地址不对", hint: copyAgain},
		{code: 19021, reason: "签名不对，或本机时间差了一小时以上", hint: "核对 secret_env 或 secret_file 里的密钥，校准本机时间"},
		{code: 19022, reason: "这台电脑的 IP 不在允许的范围里", hint: ourIP},
		{code: 19024, reason: "消息里没有机器人要求的关键词", hint: keyword},
	},
}

// busy is a server that has been sent too much.
func busy(wait time.Duration) *Failure {
	return &Failure{Reason: "发得太快，被对方限速", Hint: "过几分钟再运行一次，会接着发没有送到的", later: true, lane: true, wait: wait}
}

// retryAfter is how long an answer asks to be left alone.
func retryAfter(answer *http.Response) time.Duration {
	seconds, err := strconv.Atoi(answer.Header.Get("Retry-After"))
	if err != nil || seconds < 1 {
		return busyWait
	}
	return min(time.Duration(seconds)*time.Second, longestWait)
}

// windowsRefused is what Windows calls ECONNREFUSED; elsewhere it is nothing.
const windowsRefused = syscall.Errno(10061)

// networkFailure words why a connection failed. The error's own words hold
// addresses.
func networkFailure(err error) *Failure {
	var (
		name    *net.DNSError
		invalid x509.CertificateInvalidError
		host    x509.HostnameError
		unknown x509.UnknownAuthorityError
		verify  *tls.CertificateVerificationError
		record  tls.RecordHeaderError
		timeout net.Error
	)
	f := &Failure{Reason: "网络出错", Hint: "检查网络，再运行一次", later: true, lane: true}
	switch {
	case errors.As(err, &record), errors.Is(err, http.ErrSchemeMismatch):
		f.Reason, f.Hint, f.later = "对方的端口没有加密", "核对端口和加密方式", false
	case errors.As(err, &host):
		f.Reason, f.Hint, f.later = "对方的证书是别的服务器的", "核对服务器的名称", false
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		f.Reason, f.Hint, f.later = "对方的证书过期了，或本机时间不对", "校准本机时间；证书真过期的，请对方更换", false
	case errors.As(err, &invalid), errors.As(err, &unknown), errors.As(err, &verify):
		f.Reason, f.Hint, f.later = "对方的证书不可信", "单位自己签发的证书，请管理员装进这台电脑；否则不要发送", false
	case errors.As(err, &name):
		f.Reason, f.Hint = "查不到对方的服务器", "检查网络，核对服务器的名称"
	case errors.Is(err, syscall.ECONNREFUSED), errors.Is(err, windowsRefused):
		f.Reason, f.Hint = "对方的服务器没有开着", "核对服务器的名称和端口，或过一会儿再运行一次"
	case errors.As(err, &timeout) && timeout.Timeout(), errors.Is(err, context.DeadlineExceeded), errors.Is(err, os.ErrDeadlineExceeded):
		f.Reason, f.Hint = "对方没有在限定的时间内回答", "检查网络，过一会儿再运行一次"
	}
	return f
}
