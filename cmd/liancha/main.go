// Command liancha (联查) turns departments' inspection plans into joint
// inspection tasks. This package reads flags, wires the stages together and
// maps errors to exit statuses; it holds no rule of the domain.
//
// What goes to which stream: results (tables, problems, JSON) to standard
// output, progress and messages to standard error. Colour and progress bars
// appear on a terminal only.
package main

import (
	"io"
	"os"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// run is the whole program but for the process around it.
func run(args []string, stdout, stderr io.Writer) int {
	app := &app{stdout: stdout, stderr: stderr}
	root := app.command()
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	return app.status(root.Execute())
}
