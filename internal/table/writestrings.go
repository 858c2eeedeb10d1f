package table

import (
	"bufio"
	"bytes"
	"strconv"
	"strings"
)

// sharedTexts is a workbook's shared string table while its sheets are written:
// a text stands in the file once, its cells name it by number. A book that
// lists the same enterprise in many rows takes half the bytes and half the time
// of one that spells it out in each, to write and to read.
//
// The table is in memory until the sheets are done, so that it has an end: a
// text that finds it full is spelled out in its cell.
type sharedTexts struct {
	index map[string]int
	order []string
	bytes int
	used  int    // cells that name a text
	last  []last // by column of the sheet
}

// last is the text of a column's last cell, which the next often repeats, and
// how many of those that did not repeat it were in the table.
type last struct {
	text         string
	id           int
	asked, known int
}

// What the table holds at most, well within what the reader takes.
const (
	maxSharedTexts = 2_000_000
	maxSharedBytes = 64 << 20
)

// A column whose texts are hardly ever known (a task's number, where a row comes
// from) is spelled out: the table would only grow by it.
const (
	askedAtLeast = 2000
	oneKnownOf   = 16
)

// id gives a text's number; ok is false where it is to be spelled out.
func (t *sharedTexts) id(text string, col int) (id int, ok bool) {
	for len(t.last) <= col {
		t.last = append(t.last, last{})
	}
	l := &t.last[col]
	if l.text == text {
		t.used++
		return l.id, true
	}
	if l.asked >= askedAtLeast && l.known*oneKnownOf < l.asked {
		return 0, false
	}
	l.asked++
	id, ok = t.index[text]
	if ok {
		l.known++
	} else {
		if len(t.order) >= maxSharedTexts || t.bytes+len(text) > maxSharedBytes {
			return 0, false
		}
		if t.index == nil {
			t.index = map[string]int{}
		}
		id = len(t.order)
		t.index[text] = id
		t.order = append(t.order, text)
		t.bytes += len(text)
	}
	t.used++
	l.text, l.id = text, id
	return id, true
}

const (
	sharedPart = "xl/sharedStrings.xml"
	sharedType = `<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>`
	sharedRel  = `<Relationship Id="rIdStrings" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>`
)

// declareShared adds the table to the parts that list what a workbook has.
func declareShared(name string, part []byte) []byte {
	switch name {
	case contentTypes:
		return bytes.Replace(part, []byte("</Types>"), []byte(sharedType+"</Types>"), 1)
	case "xl/_rels/workbook.xml.rels":
		return bytes.Replace(part, []byte("</Relationships>"), []byte(sharedRel+"</Relationships>"), 1)
	}
	return part
}

// write writes the table's part; errors stay in out.
func (t *sharedTexts) write(out *bufio.Writer) {
	out.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n")
	out.WriteString(`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="` + strconv.Itoa(t.used) +
		`" uniqueCount="` + strconv.Itoa(len(t.order)) + `">`)
	var buf []byte
	for _, s := range t.order {
		buf = appendText(append(buf[:0], "<si>"...), s)
		out.Write(append(buf, "</si>"...))
	}
	out.WriteString("</sst>")
}

// appendText adds a t element. Without the attribute a reader may leave off
// white space at the ends.
func appendText(b []byte, s string) []byte {
	if s == strings.TrimSpace(s) {
		b = append(b, "<t>"...)
	} else {
		b = append(b, `<t xml:space="preserve">`...)
	}
	return append(appendXML(b, s), "</t>"...)
}
