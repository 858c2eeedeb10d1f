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
func run(args []string, results, messages io.Writer) int {
	out := &stdout{Writer: results}
	app := &app{stdout: out, stderr: messages}
	root := app.command()
	root.SetArgs(args)
	root.SetOut(out)
	root.SetErr(messages)
	err := knownCommand(root, args)
	if err == nil {
		err = root.Execute()
	}
	if out.err != nil {
		err = app.unshown(out.err)
	}
	return app.status(err)
}
