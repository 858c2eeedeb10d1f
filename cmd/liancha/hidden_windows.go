package main

import "syscall"

// hiddenBySystem reports the file system's own mark of a hidden file.
func hiddenBySystem(path string) bool {
	p, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return false
	}
	attributes, err := syscall.GetFileAttributes(p)
	return err == nil && attributes&syscall.FILE_ATTRIBUTE_HIDDEN != 0
}
