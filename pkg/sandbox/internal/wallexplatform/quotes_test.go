package wallexplatform

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestQuotesAreForgotten(t *testing.T) {
	var kept quotes[string]
	call := Call{Now: time.Date(2024, 3, 1, 12, 0, 0, 0, time.UTC)}
	first, expires := kept.add(call, time.Minute, "first")
	require.Equal(t, call.Now.Add(time.Minute), expires)
	used, _ := kept.add(call, time.Minute, "used")
	kept.use(used)
	_, ok := kept.find(call, used)
	require.False(t, ok)

	call.Now = call.Now.Add(time.Minute - 1)
	second, _ := kept.add(call, time.Minute, "second")
	found, ok := kept.find(call, first)
	require.True(t, ok)
	require.Equal(t, "first", found)

	call.Now = call.Now.Add(1)
	_, ok = kept.find(call, first)
	require.False(t, ok)
	third, _ := kept.add(call, time.Minute, "third")
	require.Len(t, kept.byID, 2, "what has expired takes up no memory")
	require.Equal(t, []string{second, third}, kept.order)
}
