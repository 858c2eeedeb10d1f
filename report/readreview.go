package report

import (
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/internal/diag"
	"liancha/internal/table"
)

// readProblems reads the sheet 数据问题.
func readProblems(r *sheetReader) diag.List {
	var l diag.List
	r.rows(func(row rowReader) {
		p := diag.Problem{Code: row.text("代码"), Value: row.text("内容"), Message: row.text("问题"), Hint: row.text("如何改"),
			Position: diag.Position{File: row.text("文件"), Sheet: row.text("工作表"), Column: row.text("列")}}
		p.Row, _ = strconv.Atoi(row.text("行"))
		p.Text = isTextFile(p.File, p.Sheet)
		for s, name := range severityNames {
			if name == row.text("程度") {
				p.Severity = s
			}
		}
		p.Col, p.Column = readColumn(p.Column, p.Text)
		l = append(l, p)
	})
	return l
}

// readColumn reads what columnText writes.
func readColumn(s string, text bool) (col int, header string) {
	letters := strings.TrimRight(s[:len(s)-len(strings.TrimLeft(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))], " ")
	rest := s[len(letters):]
	if text || letters == "" || len(letters) > 3 || rest != "" && !strings.HasPrefix(rest, "（") {
		return 0, s
	}
	for _, l := range letters {
		col = col*26 + int(l-'A') + 1
	}
	return col, strings.TrimSuffix(strings.TrimPrefix(rest, "（"), "）")
}

// ReviewLine is a line of the sheet 疑似同一企业 as it came back.
type ReviewLine struct {
	diag.Position
	Group      string
	Answer     string // 是, 否 or whatever else stands there
	Score      float64
	Reason     string
	Subject    inspect.Subject
	Enterprise string // ID
	Sources    []string
}

// IsReview reports whether a sheet without a name of its own is 疑似同一企业.
func IsReview(s *table.Sheet) bool {
	return slices.ContainsFunc(s.Rows[:min(len(s.Rows), 10)], func(r table.Row) bool {
		return slices.ContainsFunc(r.Cells, func(c table.Cell) bool { return strings.TrimSpace(c.Text) == "是否同一企业" })
	})
}

// ReadReview reads the sheet 疑似同一企业 of a task book, or of a workbook that
// holds nothing but it.
func ReadReview(sheets []*table.Sheet) []ReviewLine {
	var lines []ReviewLine
	var ignored diag.List
	openSheet(sheets, SheetReview, "组号", &ignored).rows(func(r rowReader) {
		l := ReviewLine{Position: r.position("是否同一企业"), Group: r.text("组号"), Answer: r.text("是否同一企业"), Reason: r.text("理由"),
			Score: r.cell("相似度").Number, Enterprise: r.text("企业编号"),
			Subject: inspect.Subject{Name: r.text("企业名称"), Code: r.text("统一社会信用代码"), Address: r.text("地址"), District: r.text("区"),
				Street: r.text("街道"), Contact: r.text("联系人"), Phone: r.text("联系电话")}}
		for s := range strings.SplitSeq(r.text("来源"), "\n") {
			if s != "" {
				l.Sources = append(l.Sources, s)
			}
		}
		lines = append(lines, l)
	})
	return lines
}

// readReviews makes groups of lines, as an outcome has them.
func (b *bookReader) readReviews(lines []ReviewLine) {
	known := map[string]inspect.Source{}
	for i := range b.o.Entries {
		s := b.o.Entries[i].Source
		known[s.String()], known[s.WholeRow().String()] = s, s.WholeRow()
	}
	for i, l := range lines {
		if i == 0 || l.Group != lines[i-1].Group {
			b.o.Reviews = append(b.o.Reviews, inspect.Review{})
		}
		c := inspect.Candidate{Enterprise: -1, Subject: l.Subject, Score: l.Score, Reason: l.Reason, Answer: l.Answer}
		if e, ok := b.enterprises[l.Enterprise]; ok {
			c.Enterprise = e
		}
		for _, s := range l.Sources {
			if source, ok := known[s]; ok {
				c.Sources = append(c.Sources, source)
			}
		}
		g := &b.o.Reviews[len(b.o.Reviews)-1]
		g.Candidates = append(g.Candidates, c)
		g.Score = max(g.Score, c.Score)
		if c.Reason != "" {
			g.Reason = strings.TrimPrefix(g.Reason+"\n"+c.Reason, "\n")
		}
	}
}
