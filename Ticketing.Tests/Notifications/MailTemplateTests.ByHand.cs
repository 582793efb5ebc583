using Ticketing.Core.Common;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Notifications.Mails.Templates;

namespace Ticketing.Tests.Notifications;

/// <content>Mails about money that members took.</content>
public sealed partial class MailTemplateTests
{
    [Theory]
    [InlineData("en", "bank", "cash or at a terminal")]
    [InlineData("de", "Bank", "bar oder an einem Terminal")]
    public void Refund_OfCash_BlamesNoBank(string language, string bank, string means)
    {
        var view = Bought();
        view.Order.Refund(view.Order.Items, 9000, Actor.System, Now);
        var payment = new Payment
        {
            Id = Guid.NewGuid(),
            OrderId = view.Order.Id,
            Provider = Payment.Cash,
            ProviderPaymentId = "cash_1",
            ClientSecret = "",
            Amount = 9000,
            Currency = "EUR",
            Status = PaymentStatus.Succeeded,
            CreatedAt = Now,
            UpdatedAt = Now,
        };
        var owed = view with
        {
            Payments = [payment],
            Refunds =
            [
                new Refund
                {
                    Id = Guid.NewGuid(),
                    OrderId = view.Order.Id,
                    PaymentId = payment.Id,
                    Amount = 9000,
                    Currency = "EUR",
                    Status = RefundStatus.Failed,
                    FailureReason = Refund.ByHand,
                    Reason = "buyer-cancelled",
                    CreatedAt = Now,
                    UpdatedAt = Now,
                },
            ],
        };

        foreach (var mail in new[]
        {
            OrderMailTemplates.RefundFailed(owed, Link, "Ticketing", Texts(language)), OrderMailTemplates.Refunded(owed, Link, "Ticketing", Texts(language), []),
        })
        {
            var text = mail.Text.ReplaceLineEndings(" ");
            Assert.DoesNotContain(bank, text, StringComparison.Ordinal);
            Assert.Contains(means, text, StringComparison.Ordinal);
        }
    }
}
