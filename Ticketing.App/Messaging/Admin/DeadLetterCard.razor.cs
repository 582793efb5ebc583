using Microsoft.AspNetCore.Components;
using Ticketing.Core.Messaging;
using Ticketing.Infrastructure.Messaging.Events.Desk;

namespace Ticketing.App.Messaging.Admin;

/// <summary>A dead letter with what can be done about it.</summary>
public sealed partial class DeadLetterCard
{
    private const string One = "one";
    private const string Aggregate = "aggregate";
    private const string All = "all";

    private string _scope = One;
    private string _reason = "";

    [Parameter, EditorRequired]
    public required DeadLetterEntry Letter { get; set; }

    [Parameter, EditorRequired]
    public required bool IsBusy { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<DeadLetterScope> OnRetry { get; set; }

    [Parameter, EditorRequired]
    public required EventCallback<(DeadLetterScope Scope, string Reason)> OnSkip { get; set; }

    private string Prefix => $"letter-{Letter.Id:N}";

    private DeadLetterScope Scope => _scope switch
    {
        Aggregate => new DeadLetterScope(Letter.Consumer, Aggregate: Letter.AggregateId),
        All => new DeadLetterScope(Letter.Consumer),
        _ => new DeadLetterScope(Letter.Consumer, Letter.Id),
    };
}
