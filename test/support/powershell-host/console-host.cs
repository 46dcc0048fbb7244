using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Security;

namespace PowerShellHost;

/// <summary>The host of the one runspace. Nobody sits in front of it.</summary>
public sealed class ConsoleHost : PSHost
{
    /// <summary>What the script gave to <c>exit</c>; null when it did not.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.CurrentCulture;
    public override CultureInfo CurrentUICulture => CultureInfo.CurrentUICulture;
    public override Guid InstanceId { get; } = Guid.NewGuid();
    public override string Name => "ConsoleHost";
    public override PSHostUserInterface UI { get; } = new ConsoleUserInterface();
    public override Version Version => typeof(PSObject).Assembly.GetName().Version ?? new Version(7, 0);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;
    public override void EnterNestedPrompt() => throw new NotSupportedException();
    public override void ExitNestedPrompt() => throw new NotSupportedException();
    public override void NotifyBeginApplication() { }
    public override void NotifyEndApplication() { }
}

/// <summary>
/// What the real console does to a screen, also when standard output is a pipe: with a TERM that knows escape codes it turns on
/// application keys, and output is coloured. TERM=dumb or NO_COLOR prevents it.
/// </summary>
public sealed class Screen : IDisposable
{
    private readonly bool isPlain =
        Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb" || Environment.GetEnvironmentVariable("NO_COLOR") is not null;

    public Screen()
    {
        if (isPlain) PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        else Console.Out.Write("\e[?1h");
    }

    public void Dispose()
    {
        if (!isPlain) Console.Out.Write("\e[?1l");
    }
}

/// <summary>
/// Everything but errors goes to standard output, between whatever the script writes there itself: a reader of that stream
/// has to live with it. Questions are refused, as with -NonInteractive.
/// </summary>
public sealed class ConsoleUserInterface : PSHostUserInterface
{
    public override PSHostRawUserInterface RawUI { get; } = new NoScreen();

    public override void Write(string value) => Console.Out.Write(value);
    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => Write(value);
    public override void WriteLine(string value) => Console.Out.WriteLine(value);
    public override void WriteErrorLine(string value) => Console.Error.WriteLine(value);
    public override void WriteDebugLine(string message) => WriteLine($"DEBUG: {message}");
    public override void WriteVerboseLine(string message) => WriteLine($"VERBOSE: {message}");
    public override void WriteWarningLine(string message) => WriteLine($"WARNING: {message}");
    public override void WriteProgress(long sourceId, ProgressRecord record) =>
        WriteLine($"{record.Activity} [{record.StatusDescription}] {record.PercentComplete}%");

    public override string ReadLine() => throw NoPerson();
    public override SecureString ReadLineAsSecureString() => throw NoPerson();
    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> fields) =>
        throw NoPerson();
    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw NoPerson();
    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw NoPerson();
    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) =>
        throw NoPerson();

    private static PSInvalidOperationException NoPerson() =>
        new("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");

    /// <summary>Only a width, so that tables and errors are laid out.</summary>
    private sealed class NoScreen : PSHostRawUserInterface
    {
        private const int Columns = 120;

        public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;
        public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;
        public override Size BufferSize { get; set; } = new(Columns, 50);
        public override Coordinates CursorPosition { get; set; }
        public override int CursorSize { get; set; } = 1;
        public override bool KeyAvailable => false;
        public override Size MaxPhysicalWindowSize => BufferSize;
        public override Size MaxWindowSize => BufferSize;
        public override Coordinates WindowPosition { get; set; }
        public override Size WindowSize { get; set; } = new(Columns, 50);
        public override string WindowTitle { get; set; } = "";

        public override void FlushInputBuffer() { }
        public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw NoPerson();
        public override KeyInfo ReadKey(ReadKeyOptions options) => throw NoPerson();
        public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) { }
        public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) { }
        public override void SetBufferContents(Rectangle rectangle, BufferCell fill) { }
    }
}
