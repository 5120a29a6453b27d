package sandbox_test

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// fakeT is a test that somebody else runs.
type fakeT struct {
	cleanups []func()
	errors   []string
}

func (f *fakeT) Helper()           {}
func (f *fakeT) Cleanup(do func()) { f.cleanups = append(f.cleanups, do) }
func (f *fakeT) Errorf(format string, args ...any) {
	f.errors = append(f.errors, fmt.Sprintf(format, args...))
}

func (f *fakeT) end() {
	for _, do := range f.cleanups {
		do()
	}
}

func TestStart(t *testing.T) {
	for _, test := range []struct {
		name, path string
		errors     []string
	}{
		{"passes a test whose sandbox was right", "/things/v1/recent", nil},
		{"fails a test whose sandbox was wrong", "/things/v1/broken", []string{"sandbox: brokenThing: the answer 200 breaks the specification: name is required"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var fake fakeT
			files := spec.New(fstest.MapFS{"wallex/v1/things.yaml": {Data: []byte(added)}})
			s := sandbox.Start(&fake, sandbox.WithSpecifications(files))
			c := &caller{t: t, sandbox: s, key: s.Credentials().APIKey.Reveal()}
			url := s.URL()
			require.Regexp(t, `^http://127\.0\.0\.1:[0-9]+$`, url)
			c.do("GET", test.path, nil)
			fake.end()
			require.Equal(t, test.errors, fake.errors)
			require.Empty(t, s.URL())
			_, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
			require.Error(t, err, "it is closed")
		})
	}
}

func TestListen(t *testing.T) {
	s := sandbox.New()
	require.Error(t, s.Listen("no address"))
	require.NoError(t, s.Listen(":0"))
	require.Regexp(t, `^http://127\.0\.0\.1:[0-9]+$`, s.URL(), "an address to call")
	require.Error(t, s.Listen(":0"), "it listens already")
	s.Close()
	s.Close()
	require.NoError(t, s.Listen("127.0.0.1:0"), "it can listen again")
	s.Close()
}

func TestNewPanicsWithoutSpecifications(t *testing.T) {
	require.Panics(t, func() { sandbox.New(sandbox.WithSpecifications(spec.New(fstest.MapFS{}))) })
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	c := connect(t)
	inParallel(8, func(int) {
		c.convert("SGD", "USD", "buy", "1")
		c.fundPayment(c.createPayment(nil).SimplePaymentID)
		c.sandbox.Advance(1)
		c.sandbox.Books()
		c.sandbox.Stats()
		c.sandbox.Now()
	})
	require.Equal(t, 8, c.sandbox.Stats().ByOperation["fundSimplePayment"])
}
