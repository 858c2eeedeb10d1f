package table

import (
	"fmt"

	"github.com/xuri/excelize/v2"
)

// ChartKind is the form of a chart.
type ChartKind uint8

// The forms.
const (
	Columns ChartKind = iota
	StackedColumns
	Bars
	Ring
	Radar
	Lines // a point a category, joined
)

// Chart draws figures that stand on the same or another page.
type Chart struct {
	Kind       ChartKind
	Title      string
	At         string // the cell of its upper left corner
	Width      int    // pixels
	Height     int
	Page       string // the sheet with the figures
	Categories Range
	Series     []Series
	Most       float64 // where the axis of figures ends, from 0; 0 leaves it to the program that draws
}

// Range is a run of cells in one column, rows both included.
type Range struct{ Col, FirstRow, LastRow int }

// Series is one row of figures of a chart.
type Series struct {
	Name   string
	Values Range
}

// seriesColours are told apart in print without colour too.
var seriesColours = []string{"2F5597", "9DC3E6", "A9A9A9", "C55A11", "70AD47", "7F6000"}

// lineColours are those of lines, which need more contrast than areas.
var lineColours = []string{"C55A11", "2F5597", "70AD47", "7F7F7F"}

func (c *Chart) ref(r Range) string {
	col := string(appendColumn(nil, r.Col))
	return fmt.Sprintf("'%s'!$%s$%d:$%s$%d", c.Page, col, r.FirstRow, col, r.LastRow)
}

func (m *maker) charts(p *Page) error {
	for i := range p.Charts {
		if err := m.file.AddChart(p.Name, p.Charts[i].At, p.Charts[i].excel()); err != nil {
			return err
		}
	}
	return nil
}

func (c *Chart) excel() *excelize.Chart {
	font := excelize.Font{Family: textFont, Size: 9, Color: "595959"}
	kinds := map[ChartKind]excelize.ChartType{Columns: excelize.Col, StackedColumns: excelize.ColStacked, Bars: excelize.Bar, Ring: excelize.Doughnut, Radar: excelize.Radar, Lines: excelize.Line}
	vary, gap := c.Kind == Ring, uint(60)
	x := &excelize.Chart{
		Type:       kinds[c.Kind],
		Title:      excelize.ChartTitle{Paragraph: []excelize.RichTextRun{{Text: c.Title, Font: &excelize.Font{Family: headingFont, Size: 12, Color: inkColour}}}},
		Dimension:  excelize.ChartDimension{Width: uint(c.Width), Height: uint(c.Height)},
		Legend:     excelize.ChartLegend{Position: "bottom", Font: &font},
		XAxis:      excelize.ChartAxis{Font: font, ReverseOrder: c.Kind == Bars},
		YAxis:      excelize.ChartAxis{Font: font, MajorGridLines: true},
		VaryColors: &vary,
		GapWidth:   &gap,
		HoleSize:   60,
		Border:     excelize.LineOptions{Type: excelize.LineNone},
		PlotArea:   excelize.ChartPlotArea{ShowVal: c.Kind == Bars, ShowPercent: c.Kind == Ring},
	}
	if len(c.Series) == 1 && c.Kind != Ring {
		x.Legend.Position = "none"
	}
	if c.Most > 0 {
		zero, most := 0.0, c.Most
		x.YAxis.Minimum, x.YAxis.Maximum = &zero, &most
		if most == 1 {
			x.YAxis.NumFmt.CustomNumFmt = "0%"
		}
	}
	if c.Kind == StackedColumns {
		overlap := 100
		x.Overlap = &overlap
	}
	for i, s := range c.Series {
		series := excelize.ChartSeries{Name: s.Name, Categories: c.ref(c.Categories), Values: c.ref(s.Values)}
		switch c.Kind {
		case Ring:
			for p := range c.Categories.LastRow - c.Categories.FirstRow + 1 {
				series.DataPoint = append(series.DataPoint, excelize.ChartDataPoint{Index: p, Fill: solid(seriesColours[p%len(seriesColours)])})
			}
		case Radar: // excelize gives its lines the theme's colours
		case Lines:
			series.Line.Width = 2
			series.Fill = solid(lineColours[i%len(lineColours)]) // the line's, whatever its name
			series.Marker = excelize.ChartMarker{Symbol: "circle", Size: 6, Fill: series.Fill}
		default:
			series.Fill = solid(seriesColours[i%len(seriesColours)])
		}
		x.Series = append(x.Series, series)
	}
	return x
}

func solid(colour string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{colour}}
}
