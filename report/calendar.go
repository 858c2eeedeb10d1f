package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"liancha/inspect"
	"liancha/internal/table"
)

// calendarEnterprises is how many enterprises the calendar still lists one by
// one; with more only departments are.
const calendarEnterprises = 200

// calendarPage shows days across and departments down, then enterprises where
// they are few; a longer period gives a block a month.
func calendarPage(v *view) table.Page {
	months := v.months()
	widest := 0
	for _, days := range months {
		widest = max(widest, len(days))
	}
	p := table.Page{Name: SheetCalendar, Footer: "联合检查日历", FreezeCols: 1}
	b := &sheetBuilder{page: p, cols: max(widest+2, 8)}
	b.page.Columns = []table.Column{{Width: 28}}
	for range widest {
		b.page.Columns = append(b.page.Columns, table.Column{Width: 7.5})
	}
	b.page.Columns = append(b.page.Columns, table.Column{Width: 7.5})
	b.wide(30, "联合检查日历（"+v.o.Period.Chinese()+"）", table.Title)
	b.wide(20, "格内是当天的任务数；颜色越深越忙。跨天的任务每天都计。", table.Subtitle)
	for _, days := range months {
		b.departmentBlock(v, days)
	}
	if n := v.visitedEnterprises(); n <= calendarEnterprises {
		for _, days := range months {
			b.enterpriseBlock(v, days)
		}
	}
	return b.page
}

// months gives the working days by month, together with days on which a task
// takes place without being one.
func (v *view) months() [][]inspect.Date {
	days := slices.Clone(v.o.WorkingDays)
	for i := range v.o.Tasks {
		days = append(days, taskDays(&v.o.Tasks[i])...)
	}
	slices.Sort(days)
	days = slices.Compact(days)
	var months [][]inspect.Date
	for i, d := range days {
		if i == 0 || monthOf(d) != monthOf(days[i-1]) {
			months = append(months, nil)
		}
		months[len(months)-1] = append(months[len(months)-1], d)
	}
	return months
}

func monthOf(d inspect.Date) int { y, m, _ := d.YMD(); return y*12 + m }

// taskDays gives the days a task covers.
func taskDays(t *inspect.Task) []inspect.Date {
	if len(t.Days) == 0 {
		return []inspect.Date{t.Date}
	}
	return t.Days
}

func (v *view) visitedEnterprises() int {
	seen := map[int]bool{}
	for i := range v.o.Tasks {
		seen[v.o.Tasks[i].Enterprise] = true
	}
	return len(seen)
}

// calendarDepartments heads the column of departments. The days beside it are
// dates, by which a task book read back knows the working days.
const calendarDepartments = "部门"

// dayHeads are the two header lines of a block: day and day of the week.
func (b *sheetBuilder) dayHeads(what string, days []inspect.Date) {
	upper, lower := head(what), head("")
	for _, d := range days {
		upper = append(upper, table.Day(int(d), table.HeadDay))
		lower = append(lower, table.Str(weekday(d), table.Head))
	}
	upper, lower = append(upper, table.Str("合计", table.Head)), append(lower, table.Blank(table.Head))
	last := len(upper) - 1
	b.page.Lines = append(b.page.Lines,
		table.Line{Cells: upper, Merges: []table.Join{{Down: 1}, {First: last, Last: last, Down: 1}}},
		table.Line{Cells: lower})
}

func (b *sheetBuilder) departmentBlock(v *view, days []inspect.Date) {
	y, m, _ := days[0].YMD()
	b.wide(24, fmt.Sprintf("%d年%d月　各部门", y, m), table.Section)
	b.dayHeads(calendarDepartments, days)
	counts, most := make([][]int, len(v.departments)), 0
	for i, d := range v.departments {
		counts[i] = countDays(v, v.tasksOf[d], days)
		most = max(most, slices.Max(counts[i]))
	}
	for i, d := range v.departments {
		if slices.Max(counts[i]) > 0 {
			b.countLine(d, counts[i], most)
		}
	}
	all := countDays(v, v.byTime, days)
	b.countLine("全部任务", all, max(slices.Max(all), 1))
	b.add()
}

// countDays gives the number of tasks on each day.
func countDays(v *view, tasks []int, days []inspect.Date) []int {
	n := make([]int, len(days))
	for _, t := range tasks {
		for _, d := range taskDays(&v.o.Tasks[t]) {
			if i, ok := slices.BinarySearch(days, d); ok {
				n[i]++
			}
		}
	}
	return n
}

func (b *sheetBuilder) countLine(name string, counts []int, most int) {
	cells := []table.Value{table.Str(name, table.Label)}
	sum := 0
	for _, n := range counts {
		sum += n
		if n == 0 {
			cells = append(cells, table.Blank(table.BodyCentre))
			continue
		}
		cells = append(cells, table.Int(n, busy(n, most)))
	}
	b.add(append(cells, table.Int(sum, table.BodyCentre))...)
}

// busy gives the colour of n tasks where the busiest day has most.
func busy(n, most int) table.Style {
	switch {
	case 3*n > 2*most:
		return table.BusyHigh
	case 3*n > most:
		return table.BusyMiddle
	}
	return table.BusyLow
}

// enterpriseBlock shows for each enterprise who comes when: half of the day and
// number of departments.
func (b *sheetBuilder) enterpriseBlock(v *view, days []inspect.Date) {
	type line struct {
		cells map[int][]string
		most  map[int]int
		tasks int
	}
	lines := map[int]*line{}
	for _, t := range v.byTime {
		task := &v.o.Tasks[t]
		for k, d := range taskDays(task) {
			i, ok := slices.BinarySearch(days, d)
			if !ok {
				continue
			}
			l := lines[task.Enterprise]
			if l == nil {
				l = &line{cells: map[int][]string{}, most: map[int]int{}}
				lines[task.Enterprise] = l
			}
			n := len(v.taskDepartments(task))
			l.cells[i] = append(l.cells[i], halfText(task, k)+strconv.Itoa(n)+"部门")
			l.most[i] = max(l.most[i], n)
			l.tasks += btoi(k == 0)
		}
	}
	if len(lines) == 0 {
		return
	}
	y, m, _ := days[0].YMD()
	b.wide(24, fmt.Sprintf("%d年%d月　各企业", y, m), table.Section)
	b.dayHeads("企业", days)
	for e := range v.o.Enterprises {
		l := lines[e]
		if l == nil {
			continue
		}
		cells := []table.Value{table.Str(v.o.Enterprises[e].Name, table.Label)}
		for i := range days {
			if l.cells[i] == nil {
				cells = append(cells, table.Blank(table.BodyCentre))
				continue
			}
			style := table.BusyLow
			if l.most[i] > 1 {
				style = table.BusyMiddle
			}
			cells = append(cells, table.Str(strings.Join(l.cells[i], "\n"), style))
		}
		b.add(append(cells, table.Int(l.tasks, table.BodyCentre))...)
	}
	b.add()
}

// halfText says which part of its k-th day a task takes.
func halfText(t *inspect.Task, k int) string {
	left := t.HalfDays - 2*k + int(t.Half)
	switch {
	case k == 0 && t.Half == inspect.Afternoon:
		return "下午"
	case left >= 2:
		return "全天"
	}
	return "上午"
}
