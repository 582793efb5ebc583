using Ticketing.Infrastructure.Notifications;

namespace Ticketing.Tests.Notifications;

public sealed class MailOptionsTests
{
    [Theory]
    [InlineData("mail.example.org", 587, true)]
    [InlineData("mail.example.org", 25, true)]
    [InlineData("mail.example.org", 465, false)]
    [InlineData(null, 465, true)]
    public void Port_WhereTlsBeginsAtOnce_IsRefused(string? host, int port, bool starts)
    {
        var options = new MailOptions { Smtp = new SmtpOptions { Host = host, Port = port } };

        var result = new MailOptionsValidator().Validate(null, options);

        Assert.Equal(starts, result.Succeeded);
        Assert.Equal(!starts, result.FailureMessage?.Contains("587 with STARTTLS", StringComparison.Ordinal) ?? false);
    }
}
