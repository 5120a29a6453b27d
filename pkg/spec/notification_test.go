package spec_test

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

func TestNotifications(t *testing.T) {
	files := files(strings.ReplaceAll(`
  /things:
    get:
      operationId: listThings
      x-method: list
      x-evidence: public
      x-retry: {class: safe}
      responses: {}
      callbacks:
        second: {'https://partner.example/b': {post: {operationId: secondNotification, x-event: {same: firstNotification}, BODY}}}
        first: {'https://partner.example/a': {post: {operationId: firstNotification, BODY,
          x-event: {marks: {kind: owner.*, other: null}, about: gender, retrieve: getOwner}}}}
`, "BODY", "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Owner'}}}}, responses: {}"))
	all, err := files.Notifications("test")
	require.NoError(t, err)
	require.Len(t, all, 2)
	first := operation.Notification{
		Platform: "test", Spec: "test/v1/things.yaml", ID: "firstNotification",
		Marks:   []operation.Mark{{Property: "kind", Value: "owner.*"}, {Property: "other", Absent: true}},
		About:   "gender",
		Aliases: operation.Aliases{{Sent: "gender ", Name: "gender"}},
	}
	require.Equal(t, first, all[0].Notification)
	require.Equal(t, "getOwner", all[0].RetrievedBy)
	require.Equal(t, "secondNotification", all[1].ID)
	require.Equal(t, "firstNotification", all[1].Same)
	for _, n := range all {
		require.Equal(t, n.ID, n.Schema.OperationID)
		require.Equal(t, "#/components/schemas/Owner", n.Body.Schema.Ref)
	}
	_, err = files.Notifications("missing")
	require.ErrorContains(t, err, "missing")
}
