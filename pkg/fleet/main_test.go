package fleet_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if settings := os.Getenv(workerVariable); settings != "" { // this process is one of a test's, see token_process_test.go
		work(settings)
		return
	}
	goleak.VerifyTestMain(m)
}
