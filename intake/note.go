package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"liancha/inspect"
	"liancha/intake/agency"
	"liancha/intake/when"
	"liancha/internal/table"
)

// noteReason is why a row below a header is no data.
type noteReason uint8

const (
	notNote       noteReason = iota
	noteLine                 // 注：…, 填表人：…, 合计
	titleLine                // the title of the table below
	exampleLine              // 示例
	headingLine              // 一、危险化学品企业
	prefilledLine            // a department and a drop-down's default, filled down
	spareLine                // a serial number and nothing else
)

var (
	// noteText begins lines that stand under a table or explain it.
	noteText = regexp.MustCompile(`^[*※★#]*(?:` +
		`(?:备?注|附注|说明|注意|注意事项|提示|温馨提示|填[表报写]说明|填[表报写]要求|填[表报写]须知|备注说明|编制说明|要求)(?:[:：]|$|[0-9一二三1-9][.、:：])` +
		`|(?:填[表报]人|制表人|审核人|审批人|复核人|经办人|编制人|批准人)$` +
		`|(?:填[表报]人|制表人?|审核人?|审批人?|复核人?|校对|经办人?|编制人?|批准人?|分管领导|分管负责人|单位负责人|部门负责人|主要负责人|填[表报]单位|报送单位|编制单位|单位|部门|填报部门|联系人|联系电话|电话|传真|邮箱|签字|签名|签章|盖章|公章|日期|填[表报]日期|填[表报]时间|制表日期|报送日期|报送时间|打印日期)(?:[(（][^)）]*[)）])?[:：]` +
		`|[(（](?:盖章|公章|签字|签章|单位公章)[)）]` +
		`|第\d+页|共\d+页|-*以下空白-*|-*此页以下无正文-*` +
		`|以上(?:计划|内容|企业|为|共)|共计?\d+(?:家|户|条|项|行|次)` +
		`)`)
	// signature begins the line of those who answer for a table; a date in it is
	// when they did.
	signature = regexp.MustCompile(`^(?:填[表报]人|制表人?|审核人?|审批人?|复核人?|经办人?|编制人?|批准人?|分管领导|分管负责人|部门负责人)(?:[(（][^)）]*[)）])?[:：]`)
	// sealed ends the name of who answers for a table: 东山街道办事处（盖章）.
	sealed = regexp.MustCompile(`[(（](?:单位)?(?:盖章|公章|签章|签字|签名)[)）]$`)
	// totalText is the first cell of a line of sums.
	totalText = regexp.MustCompile(`^(?:合计|总计|小计|共计|累计|总数|合计数)(?:[:：(（].*|\d.*)?$|^其中[:：]`)
	// countText is a number of things, which stands in lines of sums.
	countText = regexp.MustCompile(`^\d+[家户个条项次人]$`)
	// imprint is when a document was issued.
	imprint = regexp.MustCompile(`^\d{4}年\d{1,2}月\d{1,2}日(?:印发|发布|制表|编制|打印|填报)$`)
	// sumWord is the bare word, which is nobody's name.
	sumWord = regexp.MustCompile(`^(?:合计|总计|小计|共计|累计)$`)
	// exampleText marks a line that shows how to fill in the others.
	exampleText = regexp.MustCompile(`^[*※★]*[(（【\[]?(?:填写)?(?:示例|案例|样例|样表|范例|例子|例如|例|如)[)）】\]\d一二三]*(?:[:：(（].*)?$|示例[)）】(（]|[(（【](?:例|示例|案例|样例)[)）】]|填写示例|示例行`)
	// exampleRemark says the same in a remark.
	exampleRemark = regexp.MustCompile(`^[(（【\[]?(?:填写|此行为|本行为)?(?:示例|样例|范例)`)
	// placeholderName is a name that only holds a place.
	placeholderName = regexp.MustCompile(`^[xXｘＸ×*＊]{2,}(?:公司|企业|有限|单位|厂|店|市|区|[xXｘＸ×*＊]|$)|某某|×{2,}`)
	// instruction is a cell that tells what to fill in.
	instruction = regexp.MustCompile(`^[(（]?(?:必填|选填|必填项|选填项|非必填|可不填|自动生成|下拉选择|请选择|请填写|填写|格式|文本格式|日期格式)[)）]?(?:[:：,，].*|.*格式.*)?$`)
	// heading begins a line that parts a list.
	heading = regexp.MustCompile(`^(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十\d]+(?:部分|类|组|批|季度|章)|[IVXⅠⅡⅢⅣⅤ]+[、.．])`)
	// numeral is a group's number: 一, （二）.
	numeral = regexp.MustCompile(`^[(（]?[一二三四五六七八九十]{1,3}[)）]?[、.．]?$`)
	// groupText names a group of enterprises.
	groupText = regexp.MustCompile(`(?:企业|单位|行业|领域|场所|部分|类|辖区|区|街道)(?:[(（:：]?共?\d+[家户个]?[)）]?)?$`)
	// listed begins a line that goes on with the note above it.
	listItem = regexp.MustCompile(`^(?:\d{1,2}\s*[.、．)）]|[(（]\d{1,2}[)）]|[①-⑳])`)
	// enterpriseText ends names that are an enterprise's.
	enterpriseText = regexp.MustCompile(`(?:公司|厂|店|院|站|中心|集团|独资企业|合伙企业|合作社|供销社|旅行社|学校|幼儿园|超市|酒店|宾馆|广场|市场|农场|养殖场|商场|` +
		`经营部|门市部|服务部|商行|银行|车行|事务所|研究所|诊所|会所|工作室|门市|餐馆|面馆|酒吧|网吧|影城|书城|仓库|油库|煤矿|铺)(?:[(（].*[)）])?$`)
)

// sentence is the length in characters from which a text with punctuation is no
// name any more.
const sentence = 25

// noteIn decides whether a row below a header is no data. tail is whether the
// row above was a note; the second result is whether this one is.
func (sc *scanner) noteIn(h *header, row *table.Row, tail bool) (noteReason, bool) {
	first, lone := sc.ownText(h, row)
	switch {
	case first == "":
		return spareLine, tail // a serial number alone
	case isTotal(first) && (!sc.complete(h, row) || sumWord.MatchString(squeeze(first))):
		return noteLine, false
	case isNoteText(first) && (!sc.complete(h, row) || signature.MatchString(squeeze(first))):
		return noteLine, true
	case strings.Trim(first, ruleMarks) == "" && isRule(row):
		return noteLine, tail
	case sc.isImprint(h, row):
		return noteLine, false
	case sc.isExample(h, row):
		return exampleLine, false
	case sc.isInstruction(h, row), numbersColumns(row), sc.explainsColumns(h, row):
		return noteLine, false
	case sc.isPrefilled(h, row):
		return prefilledLine, false
	case sc.isGroupLine(h, row, first):
		return headingLine, false
	case !lone || sc.covered(h, row) || h.kind == findingsKind && sc.tells(row, h):
		return notNote, false
	case sealed.MatchString(squeeze(first)):
		return noteLine, true
	case tail && isDay(first):
		return noteLine, true // 2021年5月10日 below the seal
	case sc.signedBy(h, row, first):
		return headingLine, true
	case tail && (listItem.MatchString(first) || !enterpriseText.MatchString(first)):
		return noteLine, true
	case heading.MatchString(first) && utf8.RuneCountInString(first) <= 40 && !enterpriseEnd.MatchString(first):
		return headingLine, false
	case strings.ContainsAny(first, "。；：") && utf8.RuneCountInString(first) >= sentence:
		return noteLine, true
	case !enterpriseText.MatchString(first) && (sc.outsideFields(h, row) || sc.namesOnly(h, row) && isAside(first)):
		return headingLine, false
	}
	return notNote, false
}

var (
	// asideHead begins what stands beside a table and is nobody's name.
	asideHead = regexp.MustCompile(`^(?:[*※★#◎—–-]|[(（【\[].*[)）】\]]$|以[上下]|上述|本[表页]|此表|附[件表:：]|抄[送报]|共\d)`)
	// longestGroup bounds the length in characters of a group's name, 危险化学品企业.
	longestGroup = 10
)

// namesOnly reports a lone text where the names of enterprises or people stand.
func (sc *scanner) namesOnly(h *header, row *table.Row) bool {
	for c := range row.Cells {
		if !blank(row.Cells[c]) && (holds(h, c, enterpriseName) || holds(h, c, personName)) {
			return true
		}
	}
	return false
}

// isAside reports a lone text that no enterprise is called by, though it stands
// where names do: what has a colon or ends like a sentence, a date, the
// department that signs, the name of a group.
func isAside(s string) bool {
	if strings.ContainsAny(s, "：:。；;！!") || asideHead.MatchString(s) || listItem.MatchString(s) ||
		groupText.MatchString(s) && utf8.RuneCountInString(s) <= longestGroup {
		return true
	}
	if u, ok := agency.Parse(s); ok && u.Level != inspect.NoLevel {
		return true
	}
	return isDay(s)
}

// isDay reports a text that is a date and nothing else.
func isDay(s string) bool {
	_, fault := when.Parse(s, when.Days)
	return fault == nil
}

// signedBy reports a department alone in a row, where no department, enterprise,
// person or date is asked for: who issued the table.
func (sc *scanner) signedBy(h *header, row *table.Row, first string) bool {
	for c := range row.Cells {
		if blank(row.Cells[c]) {
			continue
		}
		switch fieldAt(h, c) {
		case department, leadDepartment, partners, enterpriseName, enterpriseCode, personName, date, months, dateFrom, dateTo:
			return false
		}
	}
	u, ok := agency.Parse(first)
	return ok && u.Level != inspect.NoLevel
}

// noteHeads are the characters that notes, signatures and sums begin with: no
// other text need be tried.
const noteHeads = "备注附说明提温填编要制审复校经批分单部主负报联电传邮签盖公日打第共以此（(-*※★#"

// isNoteText reports a text that stands under a table or explains it.
func isNoteText(s string) bool {
	head, _ := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(noteHeads, head) {
		return false
	}
	return noteText.MatchString(squeeze(s))
}

const ruleMarks = ":-=—─━_+|"

// isRule reports a row of dashes, as is drawn below a header in plain text.
func isRule(row *table.Row) bool {
	n := 0
	for i := range row.Cells {
		if blank(row.Cells[i]) {
			continue
		}
		if text := plain(row.Cells[i].Text); len(text) < 3 || strings.Trim(text, ruleMarks) != "" {
			return false
		}
		n++
	}
	return n > 0
}

// isTotal reports the first text of a line of sums.
func isTotal(s string) bool {
	head, _ := utf8.DecodeRuneInString(s)
	return strings.ContainsRune("合总小共累其", head) && totalText.MatchString(squeeze(s))
}

// ownText gives the row's first text outside the serial number's column, and
// whether it is the only one. A serial number counts only as text: 示例, 合计.
func (sc *scanner) ownText(h *header, row *table.Row) (first string, lone bool) {
	n := 0
	for c := range row.Cells {
		cell := row.Cells[c]
		if blank(cell) || isNumbering(h, row, c) || isMark(h, c, cell) {
			continue
		}
		if n++; n == 1 {
			first = tidy(cell.Text)
			if cell.Uncomputed {
				first = "="
			}
		}
	}
	return first, n == 1
}

// isMark reports signs that only call attention, outside the columns in which a
// sign means something: ※, ★.
func isMark(h *header, col int, c table.Cell) bool {
	if f := fieldAt(h, col); f != noField && f != serial {
		return false
	}
	return c.Kind == table.Text && strings.Trim(squeeze(c.Text), "※★☆▲△◆◎＊*●■#＃!！") == ""
}

// isNumbering reports a serial number in its column.
func isNumbering(h *header, row *table.Row, col int) bool {
	cell := row.Cells[col]
	return holds(h, col, serial) && (cell.Kind == table.Number || digitsOnly(cell.Text))
}

func digitsOnly(s string) bool {
	s = strings.Trim(squeeze(s), ".、()（）")
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// complete reports a row that has what a row of its kind needs, whatever its
// first cell says: an enterprise and a date, or a person's certificate.
func (sc *scanner) complete(h *header, row *table.Row) bool {
	switch h.kind {
	case planKind:
		return sc.filled(h, row, anything, enterpriseName, enterpriseCode) && sc.filled(h, row, dateLike, date, months, dateFrom, monthTick, dayTick, unitTick)
	case registerKind:
		return sc.filled(h, row, anything, enterpriseName) && sc.filled(h, row, anything, enterpriseCode)
	case findingsKind:
		return sc.filled(h, row, anything, enterpriseName, enterpriseCode, taskNumber) && sc.tells(row, h)
	}
	return sc.filled(h, row, anything, personName) && sc.filled(h, row, anything, certificate)
}

// filled reports whether one of the fields has something of this look.
func (sc *scanner) filled(h *header, row *table.Row, look func(table.Cell) bool, fs ...field) bool {
	for _, f := range fs {
		for _, c := range h.columns[f] {
			if cell := sc.grid.data(row, c.index); !blank(cell) && look(cell) {
				return true
			}
		}
	}
	return false
}

func anything(table.Cell) bool { return true }

// dateLike reports a cell that may say when, if only 待定.
func dateLike(c table.Cell) bool {
	return c.Kind != table.Text || !countText.MatchString(plain(c.Text)) && strings.ContainsAny(c.Text, "0123456789０１２３４５６７８９年月旬季周√✓定")
}

// isPrefilled reports a line that holds only what forms have filled down in
// advance: the department, yes or no, how many people.
func (sc *scanner) isPrefilled(h *header, row *table.Row) bool {
	if sc.covered(h, row) {
		return false
	}
	for c := range row.Cells {
		if blank(row.Cells[c]) || isNumbering(h, row, c) {
			continue
		}
		if row.Cells[c].Uncomputed || !slices.ContainsFunc(prefilledFields, func(f field) bool { return holds(h, c, f) }) {
			return false
		}
	}
	return true
}

var prefilledFields = []field{department, level, lengthDays, demand, inspectionKind, joinable, lead, leadDepartment, personState, businessStatus, findingPublic}

// isImprint reports the line that a document issued to others ends with: who
// issued it, and when.
func (sc *scanner) isImprint(h *header, row *table.Row) bool {
	if sc.filled(h, row, anything, enterpriseName, enterpriseCode, personName) {
		return false
	}
	return slices.ContainsFunc(row.Cells, func(c table.Cell) bool {
		return c.Kind == table.Text && strings.ContainsRune(c.Text, '日') && imprint.MatchString(plain(c.Text))
	})
}

// isGroupLine reports a line such as 二 | 工贸企业（12家）, which parts a list.
func (sc *scanner) isGroupLine(h *header, row *table.Row, first string) bool {
	if !numeral.MatchString(first) || ownCells(row) != 2 || sc.complete(h, row) {
		return false
	}
	for i := len(row.Cells) - 1; i >= 0; i-- {
		if cell := row.Cells[i]; !blank(cell) {
			text := tidy(cell.Text)
			return cell.Kind == table.Text && groupText.MatchString(text) && !enterpriseEnd.MatchString(text)
		}
	}
	return false
}

// covered reports a row whose enterprise, person or date comes from a range
// merged down over it: one text of its own makes it a row of data.
func (sc *scanner) covered(h *header, row *table.Row) bool {
	for _, f := range []field{enterpriseName, enterpriseCode, taskNumber, personName, date, months, dateFrom, dateTo, monthTick, dayTick} {
		for _, c := range h.columns[f] {
			if blank(at(row.Cells, c.index)) && !blank(sc.grid.data(row, c.index)) {
				return true
			}
		}
	}
	return false
}

// outsideFields reports a lone text that stands in no field's column, or is
// spread over several columns.
func (sc *scanner) outsideFields(h *header, row *table.Row) bool {
	if len(sc.grid.across[row.Number]) > 0 {
		return true
	}
	for f := range h.columns {
		if field(f) == serial || field(f) == remark {
			continue
		}
		for _, c := range h.columns[f] {
			if !blank(at(row.Cells, c.index)) {
				return false
			}
		}
	}
	return true
}

// isExample reports a line that shows how to fill in the others: 示例 or
// 案例（请删除） before it or as its name, a name such as ××公司, a remark to delete it.
func (sc *scanner) isExample(h *header, row *table.Row) bool {
	for c := range row.Cells {
		cell := &row.Cells[c]
		if cell.Kind != table.Text || !strings.ContainsAny(cell.Text, "例案样如删某×xXｘＸ*＊") {
			continue
		}
		text := squeeze(cell.Text)
		switch {
		case strings.Contains(text, "请删除"):
			return true
		case holds(h, c, remark):
			if exampleRemark.MatchString(text) {
				return true
			}
		case holds(h, c, enterpriseName), holds(h, c, personName):
			if exampleText.MatchString(text) || placeholderName.MatchString(text) {
				return true
			}
		case holds(h, c, serial), c == 0 && fieldAt(h, c) == noField:
			if exampleText.MatchString(text) {
				return true
			}
		}
	}
	return false
}

// fieldAt gives the field of a column.
func fieldAt(h *header, col int) field {
	for f := range h.columns {
		if holds(h, col, field(f)) {
			return field(f)
		}
	}
	return noField
}

// isInstruction reports a line that tells, column by column, what to fill in.
func (sc *scanner) isInstruction(h *header, row *table.Row) bool {
	for _, f := range []field{enterpriseName, enterpriseCode, personName, date, dateFrom, dateTo} {
		for _, c := range h.columns[f] {
			if cell := at(row.Cells, c.index); cell.Kind == table.Text && instruction.MatchString(squeeze(cell.Text)) {
				return true
			}
		}
	}
	return false
}

var (
	inBrackets = regexp.MustCompile(`^[(（][^)）]*[)）]$`)
	english    = regexp.MustCompile(`^[A-Za-z][A-Za-z ./()-]+$`)
)

// explainsColumns reports the line right below a header that says what each
// column holds, in brackets or in English: （全称） （年月日） （人）.
func (sc *scanner) explainsColumns(h *header, row *table.Row) bool {
	if first := h.first + h.lines; first >= len(sc.sheet.Rows) || row != &sc.sheet.Rows[first] {
		return false
	}
	const fewest = 3
	n := 0
	var form *regexp.Regexp
	for i := range row.Cells {
		cell := &row.Cells[i]
		if blank(*cell) {
			continue
		}
		if cell.Kind != table.Text {
			return false
		}
		text := squeeze(cell.Text)
		if n == 0 {
			if form = english; inBrackets.MatchString(text) {
				form = inBrackets
			}
		}
		if _, sign := tick(text); sign || !form.MatchString(text) {
			return false
		}
		n++
	}
	return n >= fewest
}

// numbersColumns reports a line that only counts the columns: 1 2 3 4, or
// A B C D.
func numbersColumns(row *table.Row) bool {
	const fewest = 3
	n := 0
	var first rune
	for i := range row.Cells {
		if blank(row.Cells[i]) {
			continue
		}
		text := plain(row.Cells[i].Text)
		if n == 0 {
			first, _ = utf8.DecodeRuneInString(text)
		}
		switch {
		case first == '1' && text == strconv.Itoa(n+1):
		case (first == 'A' || first == 'a') && text == string(first+rune(n)):
		default:
			return false
		}
		n++
	}
	return n >= fewest
}

func holds(h *header, col int, f field) bool {
	for _, c := range h.columns[f] {
		if c.index == col {
			return true
		}
	}
	return false
}
