package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	netmail "net/mail"
	"os"
	"strconv"
	"strings"
	"sync"

	"github.com/rogpeppe/go-internal/testscript"

	"liancha/push/fake"
)

// Servers for the scripts. robot NAME KIND [KEY] and post NAME [LOGIN] start one
// and put its address, or its port, into the environment under that name; busy
// NAME CODE... lays down a robot's next answers; got NAME shows what one has
// taken; subst FILE puts the environment into a file.

var (
	serversMu sync.Mutex
	servers   = map[string]any{} // by the script's folder and the server's name
)

func serverKey(ts *testscript.TestScript, name string) string { return ts.Getenv("WORK") + "|" + name }

func keepServer(ts *testscript.TestScript, name string, server any, stop func()) {
	serversMu.Lock()
	defer serversMu.Unlock()
	servers[serverKey(ts, name)] = server
	ts.Defer(stop)
}

func theServer(ts *testscript.TestScript, name string) any {
	serversMu.Lock()
	defer serversMu.Unlock()
	return servers[serverKey(ts, name)]
}

func startRobot(ts *testscript.TestScript, neg bool, args []string) {
	r := fake.NewRobot(args[1], false)
	if len(args) > 2 {
		r.Secret = args[2]
	}
	keepServer(ts, args[0], r, r.Close)
	ts.Setenv(args[0], r.Address())
}

func startPost(ts *testscript.TestScript, neg bool, args []string) {
	s := &fake.MailServer{Refuse: func(to string) string {
		if strings.HasPrefix(to, "nobody") {
			return "550 no such user"
		}
		return ""
	}}
	if len(args) > 1 {
		s.Login = args[1]
	}
	ts.Check(s.Start())
	keepServer(ts, args[0], s, s.Close)
	ts.Setenv(args[0], strconv.Itoa(s.Port()))
}

func layDown(ts *testscript.TestScript, neg bool, args []string) {
	for _, a := range args[1:] {
		code, err := strconv.Atoi(a)
		ts.Check(err)
		theServer(ts, args[0]).(*fake.Robot).Next(fake.Answer{Code: code})
	}
}

func showTaken(ts *testscript.TestScript, neg bool, args []string) {
	switch s := theServer(ts, args[0]).(type) {
	case *fake.Robot:
		for _, m := range s.Received() {
			fmt.Fprintf(ts.Stdout(), "消息：%s\n", strings.ReplaceAll(m.Text, "\n\n", "\n"))
			if m.File != "" {
				fmt.Fprintf(ts.Stdout(), "文件：%s\n", m.File)
				ts.Check(os.WriteFile(ts.MkAbs(m.File), m.Bytes, 0o666))
			}
		}
		fmt.Fprintf(ts.Stdout(), "收到 %d 条\n", len(s.Received()))
	case *fake.MailServer:
		for _, m := range s.Mails() {
			subject, file, content, err := openMail(m.Data)
			ts.Check(err)
			fmt.Fprintf(ts.Stdout(), "给 %s：%s，附件 %s\n", m.To, subject, file)
			ts.Check(os.WriteFile(ts.MkAbs("收到-"+file), content, 0o666))
		}
		fmt.Fprintf(ts.Stdout(), "收到 %d 封\n", len(s.Mails()))
	default:
		ts.Fatalf("no server %s", args[0])
	}
}

// openMail gives a mail's subject and its file.
func openMail(data string) (subject, file string, content []byte, err error) {
	m, err := netmail.ReadMessage(strings.NewReader(data))
	if err != nil {
		return
	}
	if subject, err = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject")); err != nil {
		return
	}
	_, params, err := mime.ParseMediaType(m.Header.Get("Content-Type"))
	if err != nil {
		return
	}
	for r := multipart.NewReader(m.Body, params["boundary"]); ; {
		p, err := r.NextPart()
		if err == io.EOF {
			return subject, file, content, nil
		}
		if err != nil {
			return "", "", nil, err
		}
		if p.FileName() == "" {
			continue
		}
		file = p.FileName()
		if content, err = io.ReadAll(base64.NewDecoder(base64.StdEncoding, p)); err != nil {
			return "", "", nil, err
		}
	}
}

func substitute(ts *testscript.TestScript, neg bool, args []string) {
	path := ts.MkAbs(args[0])
	b, err := os.ReadFile(path)
	ts.Check(err)
	ts.Check(os.WriteFile(path, []byte(os.Expand(string(b), ts.Getenv)), 0o666))
}
