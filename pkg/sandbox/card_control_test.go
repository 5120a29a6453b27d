package sandbox_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/kyc"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func TestFreezeAndBlock(t *testing.T) {
	i := connectCards(t)
	id := i.order(cards.CardTypeVirtual).ID
	freeze := func() (*cards.CardStatusChange, error) {
		return i.Cards.ToggleFreeze(t.Context(), cards.ToggleCardFreezeRequest{CardID: id, StatusReason: "Mislaid"})
	}
	turn := func(to cards.NewCardStatus) (*cards.CardStatusChange, error) {
		return i.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardID: id, CardStatus: to, StatusReason: "Lost"})
	}
	_, err := freeze()
	require.Equal(t, "1010 The card was not processed yet", why(t, err))
	i.process(id)
	_, err = freeze()
	require.Equal(t, "1010 Only active and frozen cards can be frozen and unfrozen", why(t, err))
	_, err = turn(cards.NewCardStatusBlock)
	require.Equal(t, "1010 The status of the card must be ACTIVE, BLOCK or FREEZE", why(t, err))
	i.sandbox.Advance(settled)

	require.Equal(t, cards.CardStatusFreeze, answered(freeze())(t).Status)
	require.Equal(t, "Mislaid", i.card(id).StatusReason)
	require.Equal(t, cards.CardStatusActive, answered(freeze())(t).Status)
	answered(freeze())(t)
	require.Equal(t, cards.CardStatusBlock, answered(turn(cards.NewCardStatusBlock))(t).Status)
	_, err = freeze()
	require.Equal(t, "1010 Only active and frozen cards can be frozen and unfrozen", why(t, err))
	require.Equal(t, cards.CardStatusActive, answered(turn(cards.NewCardStatusActive))(t).Status)
}

func TestThreeDSecureAndAccount(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	enroll := func() cards.CardThreeDS {
		return answered(i.Cards.EnrollInThreeDS(t.Context(), cards.EnrollCardInThreeDSRequest{CardID: card.ID}))(t).Card3DSecure
	}
	first := enroll()
	require.True(t, first.Status)
	require.Equal(t, first, i.card(card.ID).ThreeDSecure)
	removed := answered(i.Cards.RemoveFromThreeDS(t.Context(), cards.RemoveCardFromThreeDSRequest{CardToken: card.Token}))(t)
	require.False(t, removed.Card3DSecure.Status)
	require.Equal(t, first, enroll())

	other := i.open(card.UserID, "AED")
	link := answered(i.Cards.UpdateAccount(t.Context(), cards.UpdateCardAccountRequest{CardID: card.ID, AccountID: other.ID}))(t)
	require.Equal(t, other.ID, link.AccountID)
	require.Equal(t, other.AccountNumber, i.card(card.ID).Account.AccountNumber)
	_, err := i.Cards.UpdateAccount(t.Context(), cards.UpdateCardAccountRequest{CardID: card.ID, AccountID: i.open(card.UserID, "EUR").ID})
	require.Equal(t, "1000 accountId", why(t, err))
}

func (i *issuer) report(id int) cards.CardIssue {
	i.t.Helper()
	return answered(i.Cards.ReportIssue(i.t.Context(), cards.ReportCardIssueRequest{CardID: id, StatusReason: "Stolen", Remarks: "On the way"}))(i.t)
}

func (i *issuer) review(id int, result string) (*cards.CardIssue, error) {
	return i.Cards.ReviewIssue(i.t.Context(), cards.ReviewCardIssueRequest{CardID: id, Status: result, Remarks: "Seen"})
}

func TestReportedCardIsReplaced(t *testing.T) {
	i := connectCards(t)
	for name, reissue := range map[string]func(id int) (*cards.ReissuedCard, error){
		"replaced": func(id int) (*cards.ReissuedCard, error) {
			return i.Cards.Replace(t.Context(), cards.ReplaceCardRequest{CardID: id})
		},
		"renewed": func(id int) (*cards.ReissuedCard, error) {
			return i.Cards.Renew(t.Context(), cards.RenewCardRequest{CardID: id})
		},
	} {
		old := i.virtual()
		_, err := reissue(old.ID)
		require.Equal(t, "1010 The card is not reported", why(t, err))
		require.Equal(t, cards.CardStatusBlock, i.report(old.ID).CardStatus)
		_, err = i.Cards.ReportIssue(t.Context(), cards.ReportCardIssueRequest{CardID: old.ID, StatusReason: "Stolen"})
		require.Equal(t, "1010 The card is reported already", why(t, err))
		_, err = i.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardID: old.ID, CardStatus: "ACTIVE", StatusReason: "Found"})
		require.Equal(t, "1010 The card is reported", why(t, err))
		_, err = reissue(old.ID)
		require.Equal(t, "1010 The report was not approved", why(t, err))
		_, err = i.review(old.ID, "MAYBE")
		require.Equal(t, "1000 status", why(t, err))
		require.Equal(t, "Seen", answered(i.review(old.ID, "APPROVED"))(t).Remarks)
		_, err = i.review(old.ID, "REJECTED")
		require.Equal(t, "1010 The report was reviewed already", why(t, err))

		fresh := answered(reissue(old.ID))(t)
		require.Equal(t, cards.CardStatusIssuanceInProgress, fresh.Status)
		require.NotEqual(t, old.ID, fresh.CardID)
		require.Equal(t, "Card "+name, fresh.Message)
		i.sandbox.Advance(settled)
		active := i.card(fresh.CardID)
		require.Equal(t, cards.CardStatusActive, active.Status)
		require.Equal(t, old.EmbossName, active.EmbossName)
		require.NotEqual(t, old.Token, active.Token)
		_, err = i.Cards.UpdateStatus(t.Context(), cards.UpdateCardStatusRequest{CardID: old.ID, CardStatus: "ACTIVE", StatusReason: "Found"})
		require.Equal(t, "1010 The card was replaced", why(t, err))
		_, err = reissue(old.ID)
		require.Equal(t, "1010 The card is not reported", why(t, err))
	}
}

func TestReportIsDeclined(t *testing.T) {
	i := connectCards(t)
	first, second := i.virtual(), i.virtual()
	decline := cards.DeclineCardRequest{CardID: first.ID, Remarks: "Found"}
	_, err := i.Cards.DeclineIssue(t.Context(), decline)
	require.Equal(t, "1010 The card is not reported", why(t, err))
	i.report(first.ID)
	i.report(second.ID)
	issues := func() (ids []int) {
		for issue, err := range i.Cards.ListIssuesAll(t.Context(), &cards.ListCardIssuesParams{PerPage: 1}) {
			require.NoError(t, err)
			ids = append(ids, issue.CardID)
		}
		return ids
	}
	require.Equal(t, []int{second.ID, first.ID}, issues())
	answered(i.review(first.ID, "REJECTED"))(t)
	declined := answered(i.Cards.DeclineIssue(t.Context(), decline))(t)
	require.Equal(t, cards.CardStatusFreeze, declined.CardStatus)
	require.Equal(t, "Found", declined.Remarks)
	require.Equal(t, declined, answered(i.Cards.DeclineIssue(t.Context(), decline))(t), "it may be declined again")
	require.Equal(t, []int{second.ID}, issues())
	thawed := answered(i.Cards.ToggleFreeze(t.Context(), cards.ToggleCardFreezeRequest{CardID: first.ID}))(t)
	require.Equal(t, cards.CardStatusActive, thawed.Status)
}

func TestReportBeforeActivation(t *testing.T) {
	i := connectCards(t)
	_, err := i.Cards.ReportIssue(t.Context(), cards.ReportCardIssueRequest{CardID: i.physical().ID, StatusReason: "Lost"})
	require.Equal(t, "1010 The status of the card must be ACTIVE, BLOCK or FREEZE", why(t, err))
}

func TestConversionToPhysical(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	i.handIn(card.UserID, "X1")
	address := answered(i.KYC.UpdateAddress(t.Context(), kyc.UpdateAddressRequest{UserID: card.UserID, Type: kyc.UserAddressTypeMailing}))(t)
	request := func(body cards.RequestPhysicalCardRequest) (*cards.Card, error) {
		body.CardID = card.ID
		return i.Cards.RequestPhysical(t.Context(), body)
	}
	process := func(status string) (*cards.Card, error) {
		return i.Cards.ProcessPhysical(t.Context(), cards.ProcessPhysicalCardRequestRequest{CardID: card.ID, Status: status})
	}
	_, err := process("APPROVED")
	require.Equal(t, "1010 There is no request to convert the card", why(t, err))
	_, err = request(cards.RequestPhysicalCardRequest{AddressID: 1})
	require.Equal(t, "1000 addressId", why(t, err))
	require.Equal(t, "APPLIED", answered(request(cards.RequestPhysicalCardRequest{Address: villa}))(t).CardConversionStatus)
	_, err = request(cards.RequestPhysicalCardRequest{Address: villa})
	require.Equal(t, "1010 The conversion was requested already", why(t, err))
	_, err = process("MAYBE")
	require.Equal(t, "1000 status", why(t, err))
	rejected := answered(process("REJECTED"))(t)
	require.Equal(t, cards.CardTypeVirtual, rejected.CardType)

	answered(request(cards.RequestPhysicalCardRequest{AddressID: address.ID}))(t)
	approved := answered(process("APPROVED"))(t)
	require.Equal(t, cards.CardTypePhysical, approved.CardType)
	require.Equal(t, cards.CardStatusActive, approved.Status)
	require.Equal(t, cards.CardStatusPendingVerification, i.deliver(card.ID).CardStatus)
	_, err = i.Cards.Activate(t.Context(), i.proof(card.ID))
	require.Equal(t, "1035 actionRequired", why(t, err))
	answered(i.Cards.SetPIN(t.Context(), cards.SetCardPINRequest{CardID: card.ID, PIN: secret.New("2468")}))(t)
	answered(i.Cards.Activate(t.Context(), i.proof(card.ID)))(t)
	_, err = request(cards.RequestPhysicalCardRequest{Address: villa})
	require.Equal(t, "1010 Only active virtual cards can be made physical", why(t, err))
}

func TestExpiredCardsAreNotFrozen(t *testing.T) {
	i := connectCards(t)
	card := i.virtual()
	i.sandbox.Advance(20 * 365 * 24 * time.Hour)
	i.authorize(cardLogin)
	_, err := i.Cards.ToggleFreeze(t.Context(), cards.ToggleCardFreezeRequest{CardID: card.ID, StatusReason: "Lost"})
	require.Equal(t, "1010 The card has expired", why(t, err))
}
