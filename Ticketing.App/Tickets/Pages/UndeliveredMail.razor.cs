using Microsoft.AspNetCore.Components;
using Ticketing.App.Shared;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Notifications;
using Ticketing.Infrastructure.Ordering;

namespace Ticketing.App.Tickets.Pages;

/// <summary>Says that the order's last mail did not arrive, and corrects its address.</summary>
public sealed partial class UndeliveredMail(
    UndeliveredMails undelivered, CorrectOrderEmailHandler handler, OrderTokens tokens, NavigationManager navigation)
{
    private bool _isUndelivered;
    private string? _error;

    /// <summary>An order that the visitor may see.</summary>
    [Parameter, EditorRequired]
    public required Order Order { get; set; }

    [Parameter, EditorRequired]
    public required OrderVisitor Visitor { get; set; }

    [CascadingParameter]
    public required HttpContext Http { get; set; }

    [SupplyParameterFromForm(FormName = "correct-email")]
    public EmailInput Correction { get; set; } = null!;

    protected override async Task OnInitializedAsync()
    {
        Correction ??= new();
        _isUndelivered = Order.Status is OrderStatus.Paid or OrderStatus.PartiallyRefunded
            && await undelivered.IsUndeliveredAsync(Order.Id, Visitor, Http.RequestAborted);
    }

    private async Task CorrectAsync()
    {
        var outcome = await handler.HandleAsync(new CorrectOrderEmail(Order.Id, Correction.Email, Visitor), Http.RequestAborted);
        if (outcome.Succeeded)
        {
            // The token in the visitor's link has ended with the former address.
            var token = Visitor.Token is null ? null : await tokens.OfAsync(outcome.Value, Http.RequestAborted);
            navigation.NavigateTo(AppUrls.OrderNotice(Order.Number, token, OrderPageNotice.Sent));
            return;
        }

        _error = outcome.Refusal switch
        {
            CorrectOrderEmailRefusal.EmailInvalid => L["Enter an e-mail address that we can send the tickets to."],
            CorrectOrderEmailRefusal.NoTickets => L["This order has no valid tickets."],
            CorrectOrderEmailRefusal.NotUndelivered => L["The mail has been sent in the meantime."],
        };
    }

    public sealed class EmailInput
    {
        public string? Email { get; set; }
    }
}
