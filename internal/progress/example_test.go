package progress_test

import (
	"os"

	"github.com/wallex-sdk/wallex-go/internal/progress"
)

func ExampleProgress() {
	p := progress.New(os.Stdout, false) // not a terminal: plain lines
	p.Begin("paying", 2)
	p.Done("invoice-7 completed")
	p.Done("invoice-8 refused")
	p.End()
	// Output:
	// paying: 2 to go
	// paying: 1/2 invoice-7 completed
	// paying: 2/2 invoice-8 refused
}
