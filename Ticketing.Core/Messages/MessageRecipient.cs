using Ticketing.Core.Common;

namespace Ticketing.Core.Messages;

public enum RecipientState
{
    /// <summary>The mail is not made yet.</summary>
    Pending,

    /// <summary>The mail waits to be sent.</summary>
    Queued,

    /// <summary>The mail server has accepted it.</summary>
    Sent,

    /// <summary>See <see cref="MessageRecipient.Error"/>.</summary>
    Failed,

    /// <summary>Not sent: the message was stopped, or the buyer's data was erased.</summary>
    Skipped,
}

/// <summary>Why a mail has failed.</summary>
public enum RecipientError
{
    /// <summary>The address is invalid, or its mail server refuses it for good.</summary>
    Address,

    /// <summary>The mail server could not be reached or refused the mail at every attempt.</summary>
    Server,
}

/// <summary>An order whose buyer gets a message. Chosen when sending begins, one for each address.</summary>
public sealed class MessageRecipient
{
    public required Guid MessageId { get; init; }

    public required OrderId OrderId { get; init; }

    public required RecipientState State { get; set; }

    public RecipientError? Error { get; set; }

    /// <summary>The id of the mail job, which is also the mail's Message-ID.</summary>
    public Guid? MailId { get; set; }

    public required DateTimeOffset UpdatedAt { get; set; }
}
