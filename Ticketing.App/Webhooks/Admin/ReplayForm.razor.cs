using System.Globalization;
using Microsoft.AspNetCore.Components;
using Ticketing.Core.Webhooks;

namespace Ticketing.App.Webhooks.Admin;

/// <summary>A submitted time range.</summary>
/// <param name="Type">Null: all types.</param>
/// <param name="Faults">Errors found by the form: invalid times.</param>
public sealed record ReplayRange(DateTimeOffset From, DateTimeOffset Until, string? Type, IReadOnlyList<WebhookFault> Faults);

/// <summary>Form of a time range and a type, for sending again.</summary>
public sealed partial class ReplayForm
{
    private static readonly string[] Formats = ["yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private string _from = "";
    private string _until = "";
    private string _type = "";

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<WebhookFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<ReplayRange> OnReplay { get; set; }

    private Task SubmitAsync()
    {
        List<WebhookFault> faults = [];
        var (from, until) = (Read(_from, nameof(ReplayDeliveries.From), faults), Read(_until, nameof(ReplayDeliveries.Until), faults));
        return OnReplay.InvokeAsync(new ReplayRange(from, until, _type.Length > 0 ? _type : null, faults));
    }

    private static DateTimeOffset Read(string text, string field, List<WebhookFault> faults)
    {
        if (!DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            faults.Add(new WebhookFault(field, "Enter a day and a time."));
        }

        return time;
    }

    private string? FaultOf(string field) =>
        Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
