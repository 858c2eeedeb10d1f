package table

func (in *input) readHTML(b []byte) error    { return unsupported("暂不能读 HTML") }
func (in *input) readXML2003(b []byte) error { return unsupported("暂不能读 2003 XML") }
