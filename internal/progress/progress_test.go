package progress_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/internal/progress"
)

func TestBar(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := progress.New(&out, true)
		p.Begin("paying", 100)
		for range 25 {
			time.Sleep(200 * time.Millisecond)
			p.Done("R")
		}
		p.End()
		drawn := strings.Split(out.String(), "\r\x1b[K")
		require.Equal(t, "paying [..............................] 0/100", drawn[1])
		require.Equal(t, "paying [#.............................] 4/100", drawn[5], "there is no rate to be told yet")
		require.Equal(t, "paying [#######.......................] 25/100, 5.0/s, 15s left\n", drawn[len(drawn)-1])
	})
}

func TestBarIsNotDrawnAllTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var out bytes.Buffer
		p := progress.New(&out, true)
		p.Begin("paying", 1000)
		for range 1000 {
			p.Done("R")
		}
		p.End()
		require.Equal(t, 2, strings.Count(out.String(), "\r"))
		require.Contains(t, out.String(), "1000/1000")
	})
}

func TestNothingToDo(t *testing.T) {
	var out bytes.Buffer
	p := progress.New(&out, true)
	p.Begin("paying", 0)
	p.End()
	require.Contains(t, out.String(), "[##############################] 0/0")
}
