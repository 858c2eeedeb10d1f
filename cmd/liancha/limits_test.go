package main

import (
	"bytes"
	"os"
	"reflect"
	"strings"
	"testing"

	"liancha/config"
)

// TestEveryLimitIsASetting: no limit of the reader is left to a number nobody
// can set, and the setting that a message names is one that raises the limit.
func TestEveryLimitIsASetting(t *testing.T) {
	t.Chdir(t.TempDir())
	l := reflect.ValueOf(limits(config.Default().Limits))
	for f := range l.Type().Fields() {
		if l.FieldByIndex(f.Index).IsZero() {
			t.Errorf("limit %s has no setting", f.Name)
		}
	}
	if err := os.WriteFile("计划.csv", []byte("企业名称,检查时间\n甲,2021-05-10\n乙,2021-05-11\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"rows", "columns", "cell_chars", "cells"} {
		if err := os.WriteFile("liancha.yaml", []byte("limits: {"+key+": 1}\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		var stdout, stderr bytes.Buffer
		run([]string{"check", "计划.csv"}, &stdout, &stderr)
		if !strings.Contains(stdout.String()+stderr.String(), "limits 里把 "+key+" 调高") {
			t.Errorf("%s: 1 gives\n%s%s", key, stdout.String(), stderr.String())
		}
	}
}
