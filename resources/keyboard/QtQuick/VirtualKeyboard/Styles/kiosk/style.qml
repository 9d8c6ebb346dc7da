// The keyboard in the campaign's colours. Sizes are real pixels: the design's size is the board's own.

import QtQuick
import QtQuick.VirtualKeyboard
import QtQuick.VirtualKeyboard.Styles

KeyboardStyle {
    id: style

    readonly property real margin: look.gap / 2

    keyboardDesignWidth: look.width
    keyboardDesignHeight: look.keys
    keyboardRelativeLeftMargin: margin / look.width
    keyboardRelativeRightMargin: margin / look.width
    keyboardRelativeTopMargin: 0
    keyboardRelativeBottomMargin: margin / look.keys
    keyboardBackground: Rectangle { color: Qt.tint(look.paper, Qt.alpha(look.ink, 0.12)) }

    keyPanel: KeyFace {}
    symbolKeyPanel: KeyFace {}
    spaceKeyPanel: KeyFace { text: "" }
    backspaceKeyPanel: KeyFace { icon: "M9 5H20V19H9L3 12ZM12 9.5L17 14.5M17 9.5L12 14.5" }
    shiftKeyPanel: KeyFace {
        strong: InputContext.shiftActive || InputContext.capsLockActive
        icon: "M12 4L20 12H16V19H8V12H4Z" + (InputContext.capsLockActive ? "M8 22H16" : "")
    }
    enterKeyPanel: KeyFace { strong: true; icon: "M20 5V13H5M9 8L4 13L9 18" }
    hideKeyPanel: KeyFace { icon: "M3 4H21V15H3ZM7 8H7.1M12 8H12.1M17 8H17.1M8 12H16M9 19L12 22L15 19" }
    languageKeyPanel: KeyFace {
        icon: "M12 3A9 9 0 0 1 12 21A9 9 0 0 1 12 3ZM3 12H21M12 3C17 8 17 16 12 21C7 16 7 8 12 3"
    }
    modeKeyPanel: KeyFace { strong: control ? control.mode : false }

    // Bubbles above the first row have the height of the band.
    characterPreviewDelegate: Item {
        id: preview

        property string text

        Rectangle {
            anchors { left: parent.left; right: parent.right; bottom: parent.bottom }
            height: look.band
            color: look.accent
            radius: look.radius

            Text {
                anchors.centerIn: parent
                text: preview.text
                font: look.keyFont
                color: look.onAccent
            }
        }
    }

    alternateKeysListItemWidth: look.row
    alternateKeysListItemHeight: look.band
    alternateKeysListDelegate: Item {
        width: look.row
        height: look.band

        Text {
            anchors.centerIn: parent
            text: model.text
            font: look.keyFont
            color: look.onAccent
        }
    }
    alternateKeysListHighlight: Rectangle {
        color: "transparent"
        radius: look.radius
        border { width: look.hair * 2; color: look.onAccent }
    }
    alternateKeysListBackground: Rectangle {
        color: look.accent
        radius: look.radius
    }

    selectionListHeight: look.band
    selectionListBackground: Rectangle { color: look.paper }
    selectionListDelegate: SelectionListItem {
        id: candidate

        width: Math.max(look.row, word.implicitWidth + look.gap * 6)

        Rectangle {
            anchors { fill: parent; margins: look.gap / 2 }
            radius: look.radius
            color: candidate.ListView.isCurrentItem ? look.accent : "transparent"
        }

        Text {
            id: word

            anchors.centerIn: parent
            text: display
            font: look.fonts[keyboard.locale] || look.keyFont
            color: candidate.ListView.isCurrentItem ? look.onAccent : look.ink
        }
    }
}
