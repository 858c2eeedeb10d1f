package main

import "runtime/debug"

// release is set when a release is built; a build from a checkout says which
// commit it is.
var release = ""

func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "未知版本"
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && len(s.Value) >= 12 {
			return "开发版 " + s.Value[:12]
		}
	}
	return "开发版"
}
