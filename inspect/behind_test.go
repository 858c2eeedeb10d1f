package inspect

import "testing"

func TestBehind(t *testing.T) {
	for _, tt := range []struct{ a, b, want Rectification }{
		{NoRectification, NoRectification, NoRectification},
		{NoRectification, Rectified, Rectified},
		{Rectified, NoRectification, Rectified},
		{Rectified, NotRectified, NotRectified},
		{NotRectified, Rectifying, NotRectified},
	} {
		if got := tt.a.Behind(tt.b); got != tt.want {
			t.Errorf("%q behind %q: %q, want %q", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestEarlier(t *testing.T) {
	for _, tt := range [][3]Date{{0, 0, 0}, {0, 5, 5}, {5, 0, 5}, {5, 3, 3}, {3, 5, 3}} {
		if got := Earlier(tt[0], tt[1]); got != tt[2] {
			t.Errorf("Earlier(%d, %d) = %d, want %d", tt[0], tt[1], got, tt[2])
		}
	}
}
