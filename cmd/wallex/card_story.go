package main

import (
	"context"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/transactions"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/gen/cardplatform/wallets"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/decimal"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox"
)

// cardStory tells what an issuer does for one holder of two cards.
type cardStory struct {
	*story
	platform *sandbox.Sandbox
	client   *cardplatform.Client
	inbox    *inbox

	tier     cards.CardTier
	holder   *users.User
	account  *wallets.WalletAccount
	name     string // on the cards
	virtual  *cards.Card
	physical *cards.Card
	fresh    *cards.ReissuedCard // in place of the virtual card
}

// issueCards tells the story of cards in a sandbox.
func issueCards(ctx context.Context, d *demonstration) error {
	inbox, err := newInbox()
	if err != nil {
		return err
	}
	defer inbox.close()
	platform, err := d.start(inbox.deliver(), sandbox.WithSettlement(300*time.Millisecond))
	if err != nil {
		return err
	}
	defer platform.Close()
	api := platform.CardPlatform(append(d.client, client.WithUnverified())...)
	s := &cardStory{story: d.story, platform: platform, client: api, inbox: inbox}
	if err := s.tell(ctx); err != nil {
		return err
	}
	return d.end("card %d replaces card %d", s.fresh.CardID, s.virtual.ID)
}

func (s *cardStory) tell(ctx context.Context) error {
	return tell(ctx,
		s.chooseTier, s.createHolder, s.verifyHolder, s.openAccount, s.chooseName,
		s.issueVirtual, s.payWithVirtual,
		s.orderPhysical, s.setPIN, s.makePhysical, s.activatePhysical,
		s.freeze, s.block, s.secure, s.limit, s.enroll, s.changeAccount,
		s.report, s.replace, s.decline, s.convert,
		s.checkIBAN, s.transfer, s.readBooks,
	)
}

// status waits for the notification that a card has a status.
func (s *cardStory) status(ctx context.Context, token cards.CardToken, want string) error {
	n, err := s.inbox.wait(ctx, func(n notification) bool { return n.Type == want && n.Card.Token == token })
	if err != nil {
		return err
	}
	s.fact("notified", n.Type, "of the card that ends in", n.Card.LastFourDigits)
	return nil
}

// buy lets somebody pay with a card.
func (s *cardStory) buy(ctx context.Context, card *cards.Card, amount string) error {
	if err := s.platform.SimulatePurchase(card.ID, decimal.MustParse(amount), "Corner Shop"); err != nil {
		return err
	}
	made, err := s.client.Transactions.List(ctx, &transactions.ListTransactionsParams{PerPage: 1})
	if err != nil {
		return err
	}
	for _, t := range made.Items {
		s.fact("purchase", t.BillingAmount.Amount, t.BillingAmount.CurrencyCode, t.Status, t.Narration)
	}
	return nil
}
