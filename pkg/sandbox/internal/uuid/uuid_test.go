package uuid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/uuid"
)

func TestNew(t *testing.T) {
	first := uuid.New()
	require.Regexp(t, `^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`, first)
	require.NotEqual(t, first, uuid.New())
}
