using System.Globalization;
using Microsoft.Extensions.Localization;
using Ticketing.App.Access;
using Ticketing.App.BackOffice;
using Ticketing.App.Ordering.Admin;
using Ticketing.Core.Access;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering;

/// <summary>Result of an action on an order's page.</summary>
/// <param name="Refused">Why it was refused; null: it was done.</param>
/// <param name="Done">What was done.</param>
internal sealed record OrderActed(string? Refused, string Done);

/// <summary>The actions of order pages, of admins and of organizers alike: question, proof of presence, command, answer.</summary>
internal sealed class OrderActions(
    RefundOrderHandler refund, CancelOrderHandler cancel, ResendOrderMailHandler resend, RefundAllowances allowances, PresenceProof proof,
    Desk desk, IStringLocalizer<Texts> texts)
{
    /// <summary>Refunds the chosen seats; of a free order, gives them back.</summary>
    /// <param name="begin">Reads the caller; null: they may not serve the order's buyers any more.</param>
    /// <param name="page">The page's address, to which the proof of presence returns.</param>
    /// <returns>Null: nothing was asked of the handler.</returns>
    public async Task<OrderActed?> RefundAsync(
        OrderView view, RefundChoice choice, Func<Task<Caller?>> begin, string page, CancellationToken cancellationToken)
    {
        var isFree = view.Order.Total == 0;
        if (!await desk.ConfirmAsync(Question(choice, isFree), isFree ? texts["Give back"] : texts["Refund"])
            || await begin() is not { } caller || !proof.IsGiven(caller, page))
        {
            return null;
        }

        var outcome = await refund.HandleAsync(
            new RefundOrder(view.Order.Id, choice.Items, choice.WithFees, choice.SeatsBackOnSale, choice.Reason, caller)
            {
                Extras = choice.Extras,
            },
            cancellationToken);
        return new OrderActed(
            outcome.Succeeded ? null
                : outcome.Refusal == RefundOrderRefusal.AboveLimit ? await AboveLimitAsync(view, caller, cancellationToken)
                : OrderTexts.Describe(outcome.Refusal, texts),
            choice.Items.Count == 0 && isFree ? texts["The extras are given back."]
                : isFree ? texts["The seats are given back."]
                : texts["The money is on its way back."]);
    }

    /// <inheritdoc cref="RefundAsync"/>
    /// <summary>Cancels the whole order.</summary>
    public async Task<OrderActed?> CancelAsync(OrderView view, Func<Task<Caller?>> begin, string page, CancellationToken cancellationToken)
    {
        if (!await desk.ConfirmAsync(texts["Cancel the whole order? This cannot be undone."], texts["Cancel the order"])
            || await begin() is not { } caller || !proof.IsGiven(caller, page))
        {
            return null;
        }

        var outcome = await cancel.HandleAsync(new CancelOrder(view.Order.Id, new OrderVisitor(caller, null, null)), cancellationToken);
        return new OrderActed(
            outcome.Succeeded ? null
                : outcome.Refusal == CancelOrderRefusal.AboveLimit ? await AboveLimitAsync(view, caller, cancellationToken)
                : OrderTexts.Describe(outcome.Refusal, texts),
            texts["The order is cancelled."]);
    }

    /// <inheritdoc cref="RefundAsync"/>
    /// <summary>Sends the tickets again.</summary>
    public async Task<OrderActed?> ResendAsync(OrderView view, Func<Task<Caller?>> begin, CancellationToken cancellationToken)
    {
        if (await begin() is not { } caller)
        {
            return null;
        }

        var outcome = await resend.HandleAsync(new ResendOrderMail(view.Order.Id, caller), cancellationToken);
        return new OrderActed(outcome.Succeeded ? null : OrderTexts.Describe(outcome.Refusal, texts), texts["The mail is on its way."]);
    }

    /// <summary>Says the caller's limit; it may have been raised since.</summary>
    public async Task<string> AboveLimitAsync(OrderView view, Caller caller, CancellationToken cancellationToken) =>
        await allowances.ReadAsync(view.Order.Id, caller, cancellationToken) is { } allowance
            ? OrderTexts.DescribeExceeded(allowance, texts)
            : OrderTexts.Describe(RefundOrderRefusal.AboveLimit, texts);

    private string Question(RefundChoice choice, bool isFree)
    {
        var amount = choice.Amount.Format(CultureInfo.CurrentCulture);
        if (choice.Extras.Count > 0)
        {
            return isFree
                ? texts["Give back what you chose (seats: {0}, extras: {1})?", choice.Items.Count, choice.Extras.Count]
                : texts["Refund {2} (seats: {0}, extras: {1})?", choice.Items.Count, choice.Extras.Count, amount];
        }

        if (isFree)
        {
            return choice.Items.Count == 1
                ? texts["Give one seat back? Its ticket becomes invalid."]
                : texts["Give {0} seats back? Their tickets become invalid.", choice.Items.Count];
        }

        return choice.Items.Count == 1 ? texts["Refund one seat for {0}?", amount] : texts["Refund {0} seats for {1}?", choice.Items.Count, amount];
    }
}
