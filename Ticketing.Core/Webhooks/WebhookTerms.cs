using Ticketing.Core.Common;

namespace Ticketing.Core.Webhooks;

/// <summary>What an organizer enters for an endpoint.</summary>
/// <param name="Url">As typed; see <see cref="ReceiverRules.Read"/>.</param>
/// <param name="Description">A name for the organizer's own use; may be empty.</param>
/// <param name="Types">From <see cref="WebhookTypes.All"/>; at least one.</param>
public sealed record WebhookTerms(string Url, string Description, IReadOnlyCollection<string> Types)
{
    public const int DescriptionLengthMax = 200;

    /// <summary>Validation errors, empty if valid.</summary>
    public IReadOnlyList<WebhookFault> Faults(ReceiverRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        List<WebhookFault> faults = [];
        var address = rules.Read(Url);
        if (!address.Succeeded)
        {
            faults.Add(new WebhookFault(nameof(Url), address.Refusal));
        }

        var description = TypedText.Line(Description);
        if (!TypedText.IsText(description) || description.Length > DescriptionLengthMax)
        {
            faults.Add(new WebhookFault(nameof(Description), "The description can have at most 200 characters, without line breaks."));
        }

        if (Types.Count == 0)
        {
            faults.Add(new WebhookFault(nameof(Types), "Choose at least one type."));
        }
        else if (Types.Except(WebhookTypes.All).Any())
        {
            faults.Add(new WebhookFault(nameof(Types), "One of the chosen types does not exist."));
        }

        return faults;
    }
}

/// <summary>An invalid field.</summary>
/// <param name="Field">A property of <see cref="WebhookTerms"/>, or of the command.</param>
/// <param name="Sentence">English; also the resource key.</param>
public sealed record WebhookFault(string Field, string Sentence);
