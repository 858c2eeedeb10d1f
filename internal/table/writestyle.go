package table

import "github.com/xuri/excelize/v2"

// Style is the role a cell plays on the page; how a role looks is decided here
// and nowhere else.
type Style uint8

// The roles.
const (
	Plain      Style = iota // no border, no fill
	Title                   // the sheet's title
	Subtitle                // period, counts: below the title
	Note                    // how to use the sheet
	Section                 // heading of a block
	Head                    // column header
	HeadDay                 // a date as a column header
	Body                    // text, wrapped
	BodyCentre              // short text, centred
	BodyCount               // whole number
	BodyAmount              // number with up to two decimals
	BodyMean                // number with two decimals
	BodyPoints              // number with one decimal, centred
	BodyWhole               // small whole number, centred
	BodyShare               // percentage
	BodyDate                // date
	OtherBody               // Body, BodyCentre, BodyShare of every other group of lines
	OtherCentre
	OtherShare
	Label    // name of a figure or of a field
	Fill     // to be filled in
	FillDate // to be filled in with a date
	Good     // text that says all is well
	Calm     // text that says nothing is amiss
	Caution  // text that asks for a look
	Bad      // text that says something is wrong
	Muted    // text of lesser weight
	Aside    // the same on one line: for programs more than for people
	BusyLow  // calendar cells, by how full
	BusyMiddle
	BusyHigh
	Letter       // running text of a letter
	LetterHead   // a letter's title
	LetterEnd    // a letter's signature, to the right
	LetterLabel  // name of a field of a letter
	LetterCell   // field of a letter
	LetterCentre // short field of a letter
	numStyles
)

// Fonts that every Chinese office program has: text in Song, headings in Hei.
const (
	textFont    = "宋体"
	headingFont = "黑体"
	inkColour   = "262626"
	lineColour  = "BFBFBF"
	headFill    = "DCE6F1"
)

// look is a role's appearance; zero fields are the default.
type look struct {
	font         string
	size         float64
	bold         bool
	colour, fill string
	across, down string // alignment
	border, wrap bool
	indent       int
	format       string // number format
}

var looks = [numStyles]look{
	Plain:        {down: "center"},
	Title:        {font: headingFont, size: 16, across: "center", down: "center"},
	Subtitle:     {size: 10, colour: "595959", across: "center", down: "center", wrap: true},
	Note:         {size: 9, colour: "595959", down: "center", wrap: true},
	Section:      {font: headingFont, size: 12, colour: "1F3864", down: "center"},
	Head:         {font: headingFont, fill: headFill, across: "center", down: "center", border: true, wrap: true},
	HeadDay:      {font: headingFont, fill: headFill, across: "center", down: "center", border: true, format: `m"月"d"日"`},
	Body:         {down: "center", border: true, wrap: true},
	BodyCentre:   {across: "center", down: "center", border: true, wrap: true},
	BodyCount:    {across: "right", down: "center", border: true, format: "#,##0"},
	BodyAmount:   {across: "center", down: "center", border: true}, // as it is: 2, 0.5
	BodyWhole:    {across: "center", down: "center", border: true, format: "0"},
	BodyPoints:   {across: "center", down: "center", border: true, format: "0.0"},
	BodyMean:     {across: "right", down: "center", border: true, format: "0.00"},
	BodyShare:    {across: "right", down: "center", border: true, format: "0.0%"},
	BodyDate:     {across: "center", down: "center", border: true, format: "yyyy-mm-dd"},
	OtherBody:    {fill: "F5F5F5", down: "center", border: true, wrap: true},
	OtherCentre:  {fill: "F5F5F5", across: "center", down: "center", border: true, wrap: true},
	OtherShare:   {fill: "F5F5F5", across: "right", down: "center", border: true, format: "0.0%"},
	Label:        {font: headingFont, fill: "F2F2F2", down: "center", border: true, wrap: true},
	Fill:         {fill: "FFFBE6", down: "center", border: true, wrap: true},
	FillDate:     {fill: "FFFBE6", across: "center", down: "center", border: true, format: "yyyy-mm-dd"},
	Good:         {colour: "375623", fill: "E2EFDA", across: "center", down: "center", border: true, wrap: true},
	Calm:         {colour: "1F3864", fill: "DEEAF6", across: "center", down: "center", border: true, wrap: true},
	Caution:      {colour: "7F6000", fill: "FFF2CC", across: "center", down: "center", border: true, wrap: true},
	Bad:          {colour: "9C0006", fill: "FCE4E4", across: "center", down: "center", border: true, wrap: true},
	Aside:        {colour: "7F7F7F", down: "center", border: true},
	Muted:        {colour: "7F7F7F", down: "center", border: true, wrap: true},
	BusyLow:      {fill: "EAF1FB", across: "center", down: "center", border: true, wrap: true, size: 9},
	BusyMiddle:   {fill: "C9DCF2", across: "center", down: "center", border: true, wrap: true, size: 9},
	BusyHigh:     {fill: "9DC0E6", across: "center", down: "center", border: true, wrap: true, size: 9},
	Letter:       {size: 12, down: "top", wrap: true},
	LetterHead:   {font: headingFont, size: 18, across: "center", down: "center", wrap: true},
	LetterLabel:  {font: headingFont, size: 11, fill: "F2F2F2", across: "center", down: "center", border: true, wrap: true},
	LetterCell:   {size: 11, down: "center", border: true, wrap: true},
	LetterCentre: {size: 11, across: "center", down: "center", border: true, wrap: true},
	LetterEnd:    {size: 12, across: "right", down: "center"},
}

func (l look) points() float64 {
	if l.size == 0 {
		return 10
	}
	return l.size
}

// excel words a look for excelize.
func (l look) excel() *excelize.Style {
	font := &excelize.Font{Family: textFont, Size: l.points(), Bold: l.bold, Color: inkColour}
	if l.font != "" {
		font.Family = l.font
	}
	if l.colour != "" {
		font.Color = l.colour
	}
	s := &excelize.Style{
		Font:      font,
		Alignment: &excelize.Alignment{Horizontal: l.across, Vertical: l.down, WrapText: l.wrap, Indent: l.indent},
	}
	if l.fill != "" {
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	if l.border {
		for _, side := range []string{"left", "right", "top", "bottom"} {
			s.Border = append(s.Border, excelize.Border{Type: side, Color: lineColour, Style: 1})
		}
	}
	if l.format != "" {
		s.CustomNumFmt = &l.format
	}
	return s
}

// conditional words the part of a look that a conditional format can change.
func (l look) conditional() *excelize.Style {
	s := &excelize.Style{}
	if l.colour != "" {
		s.Font = &excelize.Font{Color: l.colour}
	}
	if l.fill != "" { // a fill of no colour is one that strict readers refuse the file for
		s.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{l.fill}}
	}
	return s
}
