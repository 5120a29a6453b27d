package sandbox

import "errors"

// TestingT is what [Start] needs of a *testing.T, so that programs that use the sandbox do not link package testing.
type TestingT interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
}

// Start returns a sandbox for a test. It listens on a free loopback port until the test ends, and makes the test fail
// if the sandbox itself broke the specification or its books do not balance.
func Start(t TestingT, options ...Option) *Sandbox {
	t.Helper()
	s := New(options...)
	if err := s.Listen("127.0.0.1:0"); err != nil {
		t.Errorf("sandbox: %v", err)
		return s
	}
	t.Cleanup(func() {
		t.Helper()
		s.Close()
		if err := errors.Join(s.Books().Check(), s.CardBooks().Check(), s.WalletBooks().Check()); err != nil {
			t.Errorf("sandbox: the books are wrong: %v", err)
		}
		for _, violation := range s.Stats().Violations {
			t.Errorf("sandbox: %s", violation)
		}
	})
	return s
}
