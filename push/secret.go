package push

import "fmt"

// Secret is a text that nothing shows: not fmt, not JSON, not an error.
type Secret struct{ text string }

// NewSecret takes a secret in.
func NewSecret(text string) Secret { return Secret{text} }

// Set reports whether there is one.
func (s Secret) Set() bool { return s.text != "" }

const hidden = "（保密）"

// Format shows a secret, however it is asked for, as hidden.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// MarshalText shows a secret as hidden.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }
