package push

import "fmt"

// Secret is a text that nothing shows: not fmt, not even asked for the fields of
// what it stands in, not JSON, not an error.
type Secret struct{ reveal func() string }

// NewSecret takes a secret in.
func NewSecret(text string) Secret { return Secret{func() string { return text }} }

// text is the secret, for the server it is meant for.
func (s Secret) text() string {
	if s.reveal == nil {
		return ""
	}
	return s.reveal()
}

// Set reports whether there is one.
func (s Secret) Set() bool { return s.text() != "" }

const hidden = "（保密）"

// Format shows a secret, however it is asked for, as hidden.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// MarshalText shows a secret as hidden.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
