package demo

import (
	"io"
	"os"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"
)

// advance returns what counts one thing written. It draws a bar on a terminal and nothing elsewhere: logs need none.
func advance(w io.Writer, total int) (one, done func()) {
	file, isFile := w.(*os.File)
	if !isFile || !term.IsTerminal(int(file.Fd())) {
		return func() {}, func() {}
	}
	bar := progressbar.NewOptions(total,
		progressbar.OptionSetWriter(w),
		progressbar.OptionSetDescription("Filling the demo"),
		progressbar.OptionThrottle(100*time.Millisecond),
		progressbar.OptionClearOnFinish(),
	)
	// What the bar cannot draw is no reason to stop.
	return func() { _ = bar.Add(1) }, func() { _ = bar.Finish() }
}
