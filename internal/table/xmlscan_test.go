package table

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// tokens scans to the end and writes the tokens down, adjoining texts as one.
func tokens(r io.Reader, lim Limits) (string, error) {
	s := newXMLScanner(r, "p", lim.withDefaults())
	var b strings.Builder
	for s.next() {
		switch s.kind {
		case xmlStart:
			b.WriteString("<" + string(s.name))
			if !s.own {
				b.WriteString("*")
			}
			for a := s.attributes(); a.next(); {
				b.WriteString(" " + string(a.local()) + "=" + string(a.value()))
			}
			b.WriteString(">")
		case xmlEnd:
			b.WriteString("</" + string(s.name) + ">")
		case xmlText:
			text, ok := s.appendText(nil, 0)
			if ok && s.checkText(text) {
				b.Write(text)
			}
		}
	}
	return b.String(), s.err
}

// TestXMLScanner scans documents whole and byte by byte.
func TestXMLScanner(t *testing.T) {
	const mc = `xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"`
	long := strings.Repeat("字&amp;", 40_000)
	tests := []struct{ name, doc, want string }{
		{"elements", "<a><b/> <b x='1' y = \"2\"/>c</a>", "<a><b></b> <b x=1 y=2></b>c</a>"},
		{"declaration, comments, instructions", "\uFEFF<?xml version=\"1.0\"?><!-- > --><a><?p > ?><!-- <b> -->c</a>\n<!-- end -->\n", "<a>c</a>"},
		{"entities", "<a x='&lt;&quot;'>&lt;&gt;&amp;&apos;&quot;&#65;&#x4e01;&#X4E01;</a>", "<a x=<\">" + `<>&'"A丁丁</a>`},
		{"CDATA", "<a><![CDATA[<b>&amp;]]]]><![CDATA[>]]></a>", "<a><b>&amp;]]></a>"},
		{"namespaces", `<x:a xmlns:x="u" xmlns="v"><x:b/><b/><c xmlns="u"><d/></c><y:e xmlns:y="u"/></x:a>`, "<a x=u xmlns=v><b></b><b*></b><c xmlns=u><d></d></c><e y=u></e></a>"},
		{"alternate content", `<a ` + mc + `><mc:AlternateContent><mc:Choice Requires="x"><b/>c</mc:Choice><mc:Choice/><mc:Fallback><d/></mc:Fallback></mc:AlternateContent><mc:AlternateContent/><e/></a>`,
			"<a mc=http://schemas.openxmlformats.org/markup-compatibility/2006><d></d><e></e></a>"},
		{"bracket in an attribute", `<a x="b>c"/>`, "<a x=b>c></a>"},
		{"text longer than the buffer", "<a>" + long + "</a>", "<a>" + strings.ReplaceAll(long, "&amp;", "&") + "</a>"},
		{"attribute longer than the buffer", "<a x='" + long + "'/>", "<a x=" + strings.ReplaceAll(long, "&amp;", "&") + "></a>"},
		{"comment longer than the buffer", "<a><!--" + long + "--></a>", "<a></a>"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for way, r := range map[string]io.Reader{"whole": strings.NewReader(tt.doc), "byte by byte": iotest.OneByteReader(strings.NewReader(tt.doc)),
				"with its end": iotest.DataErrReader(strings.NewReader(tt.doc)), "UTF-16": strings.NewReader(toUTF16(tt.doc))} {
				if got, err := tokens(r, Limits{}); err != nil || got != tt.want {
					t.Errorf("%s: got %.200s, error %v, want %.200s", way, got, err, tt.want)
				}
			}
		})
	}
}

// TestXMLScannerBroken has documents that are none.
func TestXMLScannerBroken(t *testing.T) {
	for _, doc := range []string{
		"", " ", "a", "<a>", "<a", "<a></b>", "</a>", "<a/><b/>", "<a/>b", "<a></a></a>", "<a><b></a></b>", "<a x></a>", "<a x=1/>", "<a x='1/>", "<a x='1'y></a>",
		"<a>&b;</a>", "<a>&amp</a>", "<a>&#0;</a>", "<a>&#xD800;</a>", "<a>&#x110000;</a>", "<a>&#99999999999;</a>", "<a>&#;</a>", "<a>&#x;</a>",
		"<a><![CDATA[</a>", "<a><!-- </a>", "<a><!b></a>", "<x:a/>", "< a/>", "<a<b/>", "<a/", "<!DOCTYPE a><a/>", "<a>\xFF</a>", "<a>\x00</a>", "<a><?x </a>", "<a x='&b;'/>", "<a/x>",
	} {
		for way, r := range map[string]io.Reader{"whole": strings.NewReader(doc), "byte by byte": iotest.OneByteReader(strings.NewReader(doc))} {
			got, err := tokens(r, Limits{})
			if e, ok := err.(*Error); !ok || e.Kind != ErrDamaged || e.Part != "p" {
				t.Errorf("%q %s: got %s, error %v", doc, way, got, err)
			}
		}
	}
	want := errors.New("disk")
	if _, err := tokens(io.MultiReader(strings.NewReader("<a>"), iotest.ErrReader(want)), Limits{}); !errors.Is(err, want) {
		t.Errorf("a read error is lost: %v", err)
	}
}

// TestPlainCells reads rows that lie across the buffer's ends, where the plain
// forms are cut and the tokens take over.
func TestPlainCells(t *testing.T) {
	for _, tt := range xlsxCells {
		lim := Limits{}.withDefaults()
		in := &input{name: "试.xlsx", budget: budget{lim: lim}}
		var c collector
		in.yield = c.add
		b := &xlsxBook{in: in, part: "p"}
		for _, part := range []struct {
			doc  string
			read func(*xmlScanner) error
		}{
			{testStyles, b.scanStyles},
			{testStrings, b.scanStrings},
			{testSheet("<sheetData>" + tt.rows + "</sheetData>"), func(s *xmlScanner) error {
				r := &sheetReader{b: b, s: s, sheet: &Sheet{Name: "甲"}}
				if err := in.begin(r.sheet); err != nil {
					return err
				}
				return r.read()
			}},
		} {
			s := newXMLScanner(iotest.OneByteReader(strings.NewReader(part.doc)), "p", lim)
			if err := part.read(s); err != nil {
				t.Fatal(err)
			}
			if err := s.drain(); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.order(); err != nil {
			t.Fatal(err)
		}
		if got := show(c.sheets); got != "[甲]\n"+tt.want {
			t.Errorf("%s: got\n%swant\n%s", tt.name, got, tt.want)
		}
	}
}
