using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Messages;
using Ticketing.Core.Ordering;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Messages.Manage;
using Ticketing.Infrastructure.Ordering.Attendees;

namespace Ticketing.App.Messages.Organizer;

/// <summary>What the editor holds.</summary>
/// <param name="Revision">The revision that was loaded.</param>
/// <param name="Language">The language that is shown.</param>
/// <param name="At">Null: as soon as possible.</param>
public sealed record MessageDraft(MessageTerms Terms, int Revision, string Language, DateTimeOffset? At);

/// <summary>Edits a draft: the audience with its count, the text with a preview in the frame of mails. Both follow what is typed.</summary>
public sealed partial class MessageEditor(MessageReader reader, MessagePreviews previews, CurrentActor actor, TimeProvider time) : LiveComponent
{
    // Typing is not answered key by key.
    private static readonly TimeSpan TypingPause = TimeSpan.FromMilliseconds(400);

    private readonly HashSet<PerformanceId> _performances = [];
    private readonly HashSet<string> _chosenTiers = [];
    private readonly HashSet<OrderStatus> _statuses = [];
    private string _event = "";
    private string _language = CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "de" ? "de" : "en";
    private string _at = "";
    private MessageText _english = MessageText.Empty;
    private MessageText _german = MessageText.Empty;
    private MessagePreview? _preview;
    private int? _count;
    private int _turn;
    private Guid? _filled;

    [Parameter, EditorRequired]
    public required OrganizationId Organization { get; set; }

    [Parameter, EditorRequired]
    public required MessageView Stored { get; set; }

    /// <summary>The performances to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<PerformanceChoice> Choices { get; set; }

    /// <summary>The names of price tiers to choose from.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<string> Tiers { get; set; }

    /// <summary>Errors of the last attempt.</summary>
    [Parameter, EditorRequired]
    public required IReadOnlyList<MessageFault> Faults { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<MessageDraft> OnSave { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<MessageDraft> OnTest { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<MessageDraft> OnSend { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback OnDelete { get; set; }

    [CascadingParameter]
    public required Task<AuthenticationState> Authentication { get; set; }

    private IEnumerable<PerformanceChoice> Events => Choices.DistinctBy(choice => choice.Event).OrderBy(choice => choice.Title, StringComparer.CurrentCulture);

    private IReadOnlyList<PerformanceChoice> Performances =>
        [.. Choices.Where(choice => choice.Event.ToString() == _event).OrderBy(choice => choice.StartsAt).Take(MessageAudience.PerformancesMax)];

    private (string Word, string Name)[] Languages => [("en", L["English"]), ("de", L["German"])];

    private MessageText Text => _language == "de" ? _german : _english;

    private bool Disabled => IsBusy || !RendererInfo.IsInteractive;

    private string? SubjectFault => FaultOf(_language == "de" ? "SubjectDe" : "SubjectEn");

    private string? BodyFault => FaultOf(_language == "de" ? "BodyDe" : "BodyEn");

    private string CountText => _count switch
    {
        null => L["The addresses are being counted."],
        0 => L["No buyer matches. Choose another event, other price tiers or other orders."],
        1 => L["1 address gets the message."],
        { } count => L["{0:N0} addresses get the message.", count],
    };

    private MessageTerms Terms => new(
        new MessageAudience(
            Guid.TryParse(_event, out var id) ? new Core.Common.EventId(id) : null, [.. _performances], [.. _chosenTiers],
            [.. MessageAudience.StatusesAllowed.Where(_statuses.Contains)]),
        _english, _german);

    private MessageDraft Draft => new(
        Terms, Stored.Message.Revision, _language,
        DateTimeOffset.TryParseExact(
            _at, ["yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd'T'HH:mm:ss"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : null);

    // Later changes by others do not overwrite what is being typed: saving says that they exist.
    protected override async Task OnParametersSetAsync()
    {
        if (_filled == Stored.Message.Id)
        {
            return;
        }

        _filled = Stored.Message.Id;
        var audience = Stored.Audience;
        _event = audience.Event?.ToString() ?? "";
        _performances.UnionWith(audience.Performances);
        _chosenTiers.UnionWith(audience.Tiers);
        _statuses.UnionWith(audience.Statuses);
        (_english, _german) = (Stored.Message.English, Stored.Message.German);
        if (_language == "en" && _english.IsEmpty && !_german.IsEmpty)
        {
            _language = "de";
        }

        await ShowAsync(_language);
        await CountAsync();
    }

    private async Task ChooseEventAsync(ChangeEventArgs change)
    {
        _event = (string?)change.Value ?? "";
        _performances.Clear();
        await CountAsync();
        await PreviewAsync();
    }

    private async Task ChooseAsync<TValue>(HashSet<TValue> chosen, TValue value, ChangeEventArgs change)
    {
        if (change.Value is true)
        {
            chosen.Add(value);
        }
        else
        {
            chosen.Remove(value);
        }

        await CountAsync();
    }

    private Task ShowAsync(string language)
    {
        _language = language;
        return PreviewAsync();
    }

    private async Task TypeAsync(MessageText text)
    {
        (_english, _german) = _language == "de" ? (_english, text) : (text, _german);
        var turn = ++_turn;
        await Task.Delay(TypingPause, time, Lifetime);
        if (turn == _turn)
        {
            await PreviewAsync();
        }
    }

    private async Task PreviewAsync()
    {
        var turn = ++_turn;
        var preview = Text.IsEmpty ? null : await previews.RenderAsync(Organization, Terms, _language, await CallerAsync(), Lifetime);

        // An older answer never replaces a newer one.
        if (turn == _turn)
        {
            _preview = preview;
        }
    }

    private async Task CountAsync()
    {
        _count = null;
        var terms = Terms;
        var count = await reader.CountAsync(Organization, terms.Audience, await CallerAsync(), Lifetime);
        if (terms.Audience.ToJson() == Terms.Audience.ToJson())
        {
            _count = count;
        }
    }

    private async Task<Caller> CallerAsync() => await actor.ReadAsync((await Authentication).User, Lifetime);

    private string? FaultOf(string field) =>
        Faults.FirstOrDefault(fault => fault.Field == field) is { } found ? L[found.Sentence].Value : null;
}
