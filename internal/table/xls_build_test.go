package table

import (
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// Binary workbooks of the tests are put together record by record, in a
// compound file with one FAT sector.

type le []byte

func (b le) u16(v ...int) le {
	for _, v := range v {
		b = binary.LittleEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func (b le) u32(v ...int) le {
	for _, v := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(v))
	}
	return b
}

func (b le) f64(v float64) le {
	return binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
}

func (b le) bytes(v ...byte) le { return append(b, v...) }

// text adds characters in two bytes each.
func (b le) text(s string) le {
	for _, u := range utf16.Encode([]rune(s)) {
		b = b.u16(int(u))
	}
	return b
}

// long adds a string of 16-bit length in two bytes a character.
func (b le) long(s string) le {
	return b.u16(len(utf16.Encode([]rune(s)))).bytes(1).text(s)
}

// rec adds a record.
func (b le) rec(id int, data []byte) le {
	return append(b.u16(id, len(data)), data...)
}

// cell adds a record that begins with row, column and style.
func (b le) cell(id, row, col, xf int, data []byte) le {
	return b.rec(id, append(le{}.u16(row, col, xf), data...))
}

func bofRecord(kind int) le { return le{}.rec(biffBOF, le{}.u16(biff8Version, kind, 0, 0).u32(0, 0)) }

// testXFs are the styles of the test workbooks: 0 general, 1 date, 2 percent,
// 3 a custom date and time, 4 elapsed.
func testXFs() le {
	b := le{}.rec(biffFormat, le{}.u16(164).long(`yyyy"年"m"月"d"日" h:mm`)).rec(biffFormat, le{}.u16(165).u16(7).bytes(0).bytes([]byte("[h]:mm:")...))
	for _, id := range []int{0, 14, 9, 164, 165} {
		b = b.rec(biffXF, le{}.u16(0, id).u32(0, 0, 0, 0))
	}
	return b
}

type xlsTestSheet struct {
	name    string
	hidden  int
	kind    int
	records []byte
}

// xlsStream is the Workbook stream with these globals and sheets.
func xlsStream(globals []byte, sheets ...xlsTestSheet) []byte {
	head := append(bofRecord(biffGlobals), globals...)
	var bound, rest le
	at := len(head) + 4
	for _, s := range sheets {
		at += 12 + 2*len(utf16.Encode([]rune(s.name)))
	}
	for _, s := range sheets {
		n := len(utf16.Encode([]rune(s.name)))
		bound = bound.rec(biffBoundSheet, le{}.u32(at+len(rest)).bytes(byte(s.hidden), byte(s.kind), byte(n), 1).text(s.name))
		dt := biffWorksheet
		if s.kind == 2 {
			dt = 0x20
		}
		rest = append(rest, bofRecord(dt)...)
		rest = append(rest, s.records...).rec(biffEOF, nil)
	}
	return append(append(append(le{}, head...), bound.rec(biffEOF, nil)...), rest...)
}

// xlsFile is a workbook of one sheet 甲.
func xlsFile(globals, records []byte) []byte {
	return cfbBytes("Workbook", xlsStream(globals, xlsTestSheet{name: "甲", records: records}))
}

// cfbBytes wraps a stream in a compound file: FAT, directory, mini FAT, then
// the stream in sectors or, when it is short, in mini sectors.
func cfbBytes(name string, stream []byte) []byte {
	const sector, mini = 512, 64
	short := len(stream) < 4096
	data := append([]byte{}, stream...)
	unit := sector
	if short {
		unit = mini
	}
	for len(data)%unit != 0 {
		data = append(data, 0)
	}
	units := len(data) / unit
	for len(data)%sector != 0 {
		data = append(data, 0)
	}
	sectors := len(data) / sector
	fatSectors := (sectors+3)/128 + 1

	h := le(append([]byte{}, magicOLE...)).bytes(make([]byte, 16)...).u16(0x3E, 3, 0xFFFE, 9, 6, 0).u32(0, 0).u32(fatSectors, fatSectors, 0, 4096)
	if short {
		h = h.u32(fatSectors+1, 1)
	} else {
		h = h.u32(cfbEndOfChain, 0)
	}
	h = h.u32(cfbEndOfChain, 0)
	for i := range 109 {
		if i < fatSectors {
			h = h.u32(i)
		} else {
			h = h.u32(0xFFFFFFFF)
		}
	}
	first := fatSectors + 2
	fat := le{}
	for range fatSectors {
		fat = fat.u32(0xFFFFFFFD)
	}
	fat = fat.u32(cfbEndOfChain, cfbEndOfChain)
	for i := range sectors {
		if i == sectors-1 {
			fat = fat.u32(cfbEndOfChain)
		} else {
			fat = fat.u32(first + i + 1)
		}
	}
	for len(fat) < fatSectors*sector {
		fat = fat.u32(0xFFFFFFFF)
	}
	entry := func(name string, kind byte, child, start, size int) le {
		e := le{}.text(name)
		e = append(e, make([]byte, 64-len(e))...)
		e = e.u16(2*len(name)+2).bytes(kind, 1).u32(cfbNoStream, cfbNoStream, child).bytes(make([]byte, 36)...).u32(start, size, 0)
		return e
	}
	var dir le
	if short {
		dir = append(entry("Root Entry", 5, 1, first, len(data)), entry(name, 2, cfbNoStream, 0, len(stream))...)
	} else {
		dir = append(entry("Root Entry", 5, 1, cfbEndOfChain, 0), entry(name, 2, cfbNoStream, first, len(stream))...)
	}
	dir = append(dir, make([]byte, sector-len(dir))...)
	minis := le{}
	for i := range sector / 4 {
		switch {
		case short && i == units-1:
			minis = minis.u32(cfbEndOfChain)
		case short && i < units-1:
			minis = minis.u32(i + 1)
		default:
			minis = minis.u32(0xFFFFFFFF)
		}
	}
	out := append(append(append([]byte{}, h...), fat...), dir...)
	return append(append(out, minis...), data...)
}
