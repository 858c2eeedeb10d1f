// Package push hands each department its task book: into a folder, by e-mail,
// or as a notice of a group's robot. It tries again what may succeed later, and
// remembers in a ledger what has arrived, so that a second run sends only what
// has not.
//
// It is the one stage that speaks to other machines. It has no clock of its own
// and prints nothing: the time and the waiting are given to it, what happens it
// tells. Secrets (passwords, robots' addresses and keys) come in as Secret and
// never leave it but towards their server: nothing a server answers and nothing
// the system says of a connection is passed on, for either may repeat them.
package push

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"liancha/internal/outdir"
)

// Way is how something reaches a department.
type Way string

// The ways. A robot that also sends a file has two: a notice that arrived is not
// sent again because the file did not.
const (
	Folder    Way = "folder"
	Mail      Way = "mail"
	WeCom     Way = "wecom"
	WeComFile Way = "wecom-file"
	DingTalk  Way = "dingtalk"
	Feishu    Way = "feishu"
	JSON      Way = "json"
)

var wayNames = map[Way]string{Folder: "文件夹", Mail: "邮件", WeCom: "企业微信群", WeComFile: "企业微信群文件", DingTalk: "钉钉群", Feishu: "飞书群", JSON: "网络接口"}

// Chinese gives the way as people call it.
func (w Way) Chinese() string { return wayNames[w] }

// Delivery is one thing to be brought to one place.
type Delivery struct {
	Department string
	Way        Way
	Target     string // where to, as anyone may read it
	File       string // the file's name; empty for a notice
	SHA256     string // of what is sent, in hexadecimal

	key       string // tells targets apart without telling them
	lane      string // what is down or busy for all when it is for one; empty for folders
	perMinute int    // most that the lane takes in a minute; 0: any number
	tells     bool   // it tells a group of a book that is brought another way
	carry     func(context.Context, trip) (kept string, err *Failure)
}

// trip is what a delivery needs to know of the run it is carried in.
type trip struct {
	at     time.Time
	before *Record // what has arrived there earlier and this replaces; nil for none
	set    *outdir.Set
}

// Failure is why something did not arrive, in words that hold no secret.
type Failure struct {
	Reason string
	Hint   string        // how to mend it
	later  bool          // may succeed later
	lane   bool          // not this delivery's own: the lane's
	wait   time.Duration // the other side asks to be left alone so long
}

func (f *Failure) Error() string { return f.Reason }

// keyOf makes a delivery's key. A robot's address is long and random: its digest
// does not give it away.
func keyOf(way Way, target string) string {
	sum := sha256.Sum256([]byte("liancha-push-1|" + string(way) + "|" + target))
	return hex.EncodeToString(sum[:])
}

// digest is the SHA-256 of parts, each by its length.
func digest(parts ...[]byte) string {
	if len(parts) == 1 {
		sum := sha256.Sum256(parts[0])
		return hex.EncodeToString(sum[:])
	}
	h := sha256.New()
	for _, p := range parts {
		sum := sha256.Sum256(p)
		h.Write(sum[:])
	}
	return hex.EncodeToString(h.Sum(nil))
}
