//go:build !windows

package main

// hiddenBySystem: outside Windows a leading dot is the only mark there is.
func hiddenBySystem(string) bool { return false }
