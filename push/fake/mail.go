package fake

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"net"
	"strings"
	"sync"
	"time"
)

// MailServer is a mail server. Set its fields before anyone connects.
type MailServer struct {
	Implicit bool                // speaks TLS from the first byte
	StartTLS bool                // offers to
	Login    string              // user:password it wants; empty: none
	Auth     string              // the ways of logging in it offers; empty: PLAIN LOGIN
	Greet    []string            // what it says instead of 220 to those who connect, one after another
	PerConn  int                 // mails it takes on a connection before it closes it; 0: any number
	AtMail   bool                // it does so when the next mail comes, not before
	Refuse   func(string) string // the answer to a recipient instead of 250; "" is 250
	AtData   func(n int) string  // the answer to the n-th mail's content instead of 250; "drop" hangs up
	NoData   string              // the answer to the first DATA instead of 354; empty: 354
	OnMail   func()              // called with every mail taken, before it is answered

	listener net.Listener
	config   *tls.Config
	roots    *x509.CertPool

	mu          sync.Mutex
	mails       []Mail
	connections int
	contents    int
	clear       bool // a password came unprotected
}

// Mail is one the server has taken.
type Mail struct {
	From, To string
	Data     string
}

// Start starts the server on a free port of this machine.
func (s *MailServer) Start() error {
	if err := s.certify(); err != nil {
		return err
	}
	var err error
	if s.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	if s.Implicit {
		s.listener = tls.NewListener(s.listener, s.config)
	}
	go func() {
		for {
			c, err := s.listener.Accept()
			if err != nil {
				return
			}
			go s.serve(c)
		}
	}()
	return nil
}

// certify makes a certificate for this machine that its own pool trusts.
func (s *MailServer) certify() error {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "fake"}, NotBefore: now.Add(-time.Hour), NotAfter: now.Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		return err
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		return err
	}
	s.roots = x509.NewCertPool()
	s.roots.AddCert(cert)
	s.config = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	return nil
}

// Close stops the server.
func (s *MailServer) Close() { s.listener.Close() }

// Port is where it listens.
func (s *MailServer) Port() int { return s.listener.Addr().(*net.TCPAddr).Port }

// Roots are the certificates that trust it.
func (s *MailServer) Roots() *x509.CertPool { return s.roots }

// Mails gives what it has taken.
func (s *MailServer) Mails() []Mail {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Mail(nil), s.mails...)
}

// Connections is how often someone has connected.
func (s *MailServer) Connections() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.connections
}

// Clear reports whether a password came over an unprotected connection.
func (s *MailServer) Clear() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.clear
}

// session is one connection.
type session struct {
	*MailServer
	conn      net.Conn
	r         *bufio.Reader
	protected bool
	loggedIn  bool
	from, to  string
	taken     int
}

func (s *MailServer) serve(c net.Conn) {
	defer c.Close()
	s.mu.Lock()
	s.connections++
	s.mu.Unlock()
	x := &session{MailServer: s, conn: c, r: bufio.NewReader(c), protected: s.Implicit}
	s.mu.Lock()
	greeting := "220 fake ESMTP"
	if len(s.Greet) > 0 {
		greeting, s.Greet = s.Greet[0], s.Greet[1:]
	}
	s.mu.Unlock()
	x.say(greeting)
	for {
		line, err := x.r.ReadString('\n')
		if err != nil || !x.command(strings.TrimRight(line, "\r\n")) {
			return
		}
	}
}

func (x *session) say(lines ...string) { io.WriteString(x.conn, strings.Join(lines, "\r\n")+"\r\n") }

// command answers a command and reports whether the session goes on.
func (x *session) command(line string) bool {
	verb, rest, _ := strings.Cut(line, " ")
	switch strings.ToUpper(verb) {
	case "EHLO", "HELO":
		x.hello()
	case "STARTTLS":
		x.say("220 go ahead")
		c := tls.Server(x.conn, x.config)
		x.conn, x.r, x.protected = c, bufio.NewReader(c), true
	case "AUTH":
		x.auth(rest)
	case "MAIL":
		if x.AtMail && x.PerConn > 0 && x.taken >= x.PerConn {
			x.say("421 4.7.0 too many mails on this connection")
			return false
		}
		if x.Login != "" && !x.loggedIn {
			x.say("530 authentication required")
			return true
		}
		if x.from != "" {
			x.say("503 there is a mail already")
			return true
		}
		x.from = between(rest)
		x.say("250 ok")
	case "RCPT":
		x.to = between(rest)
		answer := ""
		if x.Refuse != nil {
			answer = x.Refuse(x.to)
		}
		if answer == "" {
			answer = "250 ok"
		}
		x.say(answer)
	case "DATA":
		return x.data()
	case "RSET", "NOOP":
		if !x.AtMail && x.PerConn > 0 && x.taken >= x.PerConn && strings.EqualFold(verb, "NOOP") {
			x.say("421 enough on this connection")
			return false
		}
		if strings.EqualFold(verb, "RSET") {
			x.from = ""
		}
		x.say("250 ok")
	case "QUIT":
		x.say("221 bye")
		return false
	default:
		x.say("502 not here")
	}
	return true
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

func (x *session) hello() {
	lines := []string{"250-fake", "250-8BITMIME", "250-ENHANCEDSTATUSCODES"}
	if x.StartTLS && !x.protected {
		lines = append(lines, "250-STARTTLS")
	}
	if x.Login != "" {
		ways := x.Auth
		if ways == "" {
			ways = "PLAIN LOGIN"
		}
		lines = append(lines, "250-AUTH "+ways)
	}
	x.say(append(lines, "250 SIZE 50000000")...)
}

// auth takes PLAIN and LOGIN.
func (x *session) auth(rest string) {
	if !x.protected {
		x.mu.Lock()
		x.clear = true
		x.mu.Unlock()
	}
	way, first, _ := strings.Cut(rest, " ")
	ask := func(prompt string) string {
		x.say("334 " + base64.StdEncoding.EncodeToString([]byte(prompt)))
		line, _ := x.r.ReadString('\n')
		return decoded(line)
	}
	var given string
	if way == "LOGIN" {
		given = ask("Username:") + ":" + ask("Password:")
	} else if parts := strings.Split(decoded(first), "\x00"); len(parts) == 3 {
		given = parts[1] + ":" + parts[2]
	}
	if x.loggedIn = given == x.Login; x.loggedIn {
		x.say("235 welcome")
		return
	}
	x.say("535 wrong: " + given)
}

func decoded(s string) string {
	b, _ := base64.StdEncoding.DecodeString(strings.TrimSpace(s))
	return string(b)
}

func (x *session) data() bool {
	x.mu.Lock()
	no := x.NoData
	x.NoData = ""
	x.mu.Unlock()
	if no != "" {
		x.say(no)
		return true
	}
	from := x.from
	x.from = ""
	x.say("354 go ahead")
	var text strings.Builder
	for {
		line, err := x.r.ReadString('\n')
		if err != nil {
			return false
		}
		if line == ".\r\n" {
			break
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
	x.mu.Lock()
	x.contents++
	n := x.contents
	x.mu.Unlock()
	if x.AtData != nil {
		if answer := x.AtData(n); answer == "drop" {
			return false
		} else if answer != "" {
			x.say(answer)
			return true
		}
	}
	x.mu.Lock()
	x.mails = append(x.mails, Mail{from, x.to, text.String()})
	x.mu.Unlock()
	x.taken++
	if x.OnMail != nil {
		x.OnMail()
	}
	x.say(fmt.Sprintf("250 taken as %d", n))
	return true
}
