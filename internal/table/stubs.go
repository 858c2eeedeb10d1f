package table

func (in *input) readOLE() error { return unsupported("暂不能读 .xls") }
func (in *input) readBareBIFF(head []byte) error {
	return unsupported("这是 Excel 95 或更早的工作簿")
}
func (in *input) readHTML(b []byte) error    { return unsupported("暂不能读 HTML") }
func (in *input) readXML2003(b []byte) error { return unsupported("暂不能读 2003 XML") }
